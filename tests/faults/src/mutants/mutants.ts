import type { Patch } from '../../preload/orders.ts';
import { CRASHING } from './crashing.ts';
import { SPEAKING } from './speaking.ts';
import { TELLING } from './telling.ts';

/** A platform with one rule removed, and the fault under which the checker must notice. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly fault: string;
  /** The invariants of which at least one must turn red. */
  readonly breaks: readonly string[];
}

/** The rules that are removed one by one. */
export const MUTANTS: readonly Mutant[] = [...CRASHING, ...TELLING, ...SPEAKING];

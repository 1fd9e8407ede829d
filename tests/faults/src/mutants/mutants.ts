import type { Patch } from '../../preload/orders.ts';
import { CRASHING } from './crashing.ts';
import { SPEAKING } from './speaking.ts';
import { TELLING } from './telling.ts';

/** A platform with one rule removed, and the fault under which the checker must notice. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly fault: string;
  /** What the checker must say, at least one of it, by invariant and words: being red for something else is no proof. */
  readonly breaks: readonly string[];
  /**
   * Where what it breaks could also come of haste or delay: what is played first with the rule in its place, with these
   * patches only. What the checker says then, it does not say because of the mutant.
   */
  readonly control?: readonly Patch[];
}

/** The rules that are removed one by one. */
export const MUTANTS: readonly Mutant[] = [...CRASHING, ...TELLING, ...SPEAKING];

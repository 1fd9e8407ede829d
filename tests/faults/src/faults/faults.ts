import { F1 } from './F1.ts';
import type { Fault } from './fault.ts';

/** All faults, in the order in which they are run. */
export const FAULTS: readonly Fault[] = [F1];

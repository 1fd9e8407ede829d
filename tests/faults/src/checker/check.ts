import type { Evidence, Invariant, Violation } from './evidence.ts';
import { I1 } from './invariants/I1.ts';
import { I2 } from './invariants/I2.ts';
import { I3 } from './invariants/I3.ts';
import { I4 } from './invariants/I4.ts';
import { I5 } from './invariants/I5.ts';
import { I6 } from './invariants/I6.ts';
import { I7 } from './invariants/I7.ts';
import { I8 } from './invariants/I8.ts';
import { I9 } from './invariants/I9.ts';
import { I10 } from './invariants/I10.ts';
import { I11 } from './invariants/I11.ts';

const INVARIANTS: readonly Invariant[] = [I1, I2, I3, I4, I5, I6, I7, I8, I9, I10, I11];

/** Everything that speaks against a round. */
export const check = (evidence: Evidence): readonly Violation[] =>
  INVARIANTS.flatMap((invariant) => invariant(evidence));

import type { Evidence, Violation } from './evidence.ts';
import { INVARIANTS } from './invariants/invariants.ts';

/** Everything that speaks against a round. */
export const check = (evidence: Evidence): readonly Violation[] =>
  Object.values(INVARIANTS).flatMap((invariant) => invariant(evidence));

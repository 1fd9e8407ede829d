import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Fault } from '../faults/fault.ts';

/** A fault and when it struck, in ms of system time. */
export interface Strike {
  readonly fault: Pick<Fault, 'name' | 'alsoHolds' | 'judge'>;
  readonly from: number;
  readonly to: number;
}

/** What faults ask beside the invariants; where several share a round, each of its own time only: what must hold under one may not under its neighbour. */
export const heldIn = (strikes: readonly Strike[], evidence: Evidence): readonly Violation[] =>
  strikes.flatMap(({ fault, from, to }, n) => {
    const until = n === strikes.length - 1 ? Number.POSITIVE_INFINITY : to;
    return fault.alsoHolds?.(strikes.length === 1 ? evidence : seen(evidence, from, to, until)) ?? [];
  });

/** Who has waited so long for an answer is not the next fault's, though it strikes before there is one. */
const WAITED_MS = 5_000;

/** With the requests only that were asked in this time, and answered before the next fault struck or long due by then. */
const seen = (evidence: Evidence, from: number, to: number, until: number): Evidence => ({
  ...evidence,
  lines: evidence.lines.filter(({ at, ms }) => {
    const asked = at - ms;
    return asked >= from && asked <= to && (at <= until || until - asked > WAITED_MS);
  }),
});

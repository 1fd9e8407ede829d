import type { Violation } from '../checker/evidence.ts';
import { duplicateNumbers } from '../checker/invariants/I2.ts';
import { duplicateSubmissions } from '../checker/invariants/I6.ts';
import type { Round } from './round.ts';

/** What all rounds came to. */
export interface Tally {
  /** Rounds that were begun, whatever came of them; counted where they begin. */
  runs: number;
  acked: number;
  lost: number;
  duplicateNumbers: number;
  duplicateSubmissions: number;
  gaps: number;
  maxRecoveryS: number;
  violations: number;
}

/** Nothing was run yet. */
export const emptyTally = (): Tally => ({
  runs: 0,
  acked: 0,
  lost: 0,
  duplicateNumbers: 0,
  duplicateSubmissions: 0,
  gaps: 0,
  maxRecoveryS: 0,
  violations: 0,
});

/** Adds what one round came to. */
export const add = (tally: Tally, { evidence, violations, recoveryS }: Round): void => {
  const told = evidence.lines.filter(({ act, status }) => act === 'file' && status === 201);
  tally.acked += new Set(told.map(({ key }) => key)).size;
  tally.lost += violations.filter(({ invariant, what }) => invariant === 'I1' && what.includes('lost')).length;
  tally.duplicateNumbers += duplicateNumbers(evidence);
  tally.duplicateSubmissions += duplicateSubmissions(evidence);
  tally.gaps += violations.filter(({ invariant }) => invariant === 'I4').length;
  tally.maxRecoveryS = Math.max(tally.maxRecoveryS, recoveryS);
  tally.violations += violations.length;
};

const SHOWN = 5;

/** The violations for people: by invariant and kind, with some evidence each. */
export const reportOf = (violations: readonly Violation[]): string =>
  [...Map.groupBy(violations, ({ invariant, what }) => `${invariant} ${what}`)]
    .map(([kind, same]) => {
      const some = same.slice(0, SHOWN).map(({ evidence }) => `    ${JSON.stringify(evidence)}`);
      const more = same.length > SHOWN ? [`    … and ${same.length - SHOWN} more`] : [];
      return [`  ${kind} (${same.length})`, ...some, ...more].join('\n');
    })
    .join('\n');

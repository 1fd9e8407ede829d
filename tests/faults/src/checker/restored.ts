import type { Evidence, Violation } from './evidence.ts';
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

/** A moment is chosen to the second. */
const SECOND_MS = 1_000;

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'restore', what, evidence });

/**
 * What must hold of a platform that was set back to a moment: what was acknowledged before is there, what was
 * acknowledged after it is named, nothing was submitted or numbered twice, and everything goes on. What the invariants
 * say of files that others know more of is what a human is called for.
 */
export const judgeRestored = (evidence: Evidence, after: string): readonly Violation[] => {
  const { restored, lines, trips } = evidence;
  if (!restored) return [violation('nothing was restored', {})];
  const { until, report } = restored;
  const cameLater = (journey: string): boolean => journey.startsWith(after);
  const kept = lines.filter(({ at, journey }) => at < until - SECOND_MS || cameLater(journey));
  const later = {
    lines: lines.filter(({ journey }) => cameLater(journey)),
    trips: trips.filter(({ journey }) => cameLater(journey)),
  };
  const ghosts = new Set(report.messages.map(({ entryhash }) => entryhash));
  const messages = evidence.messages.filter(({ event }) => !event || !ghosts.has(event.entryhash));
  const ahead = new Set([...report.setBack, ...report.lostDossiers].map(({ id }) => id.split('.')[0]));
  const isAhead = (one: { readonly id: string }): boolean => ahead.has(one.id.split('.')[0]);
  const whole = {
    cases: evidence.cases.filter((one) => !isAhead(one)),
    dossiers: evidence.dossiers.filter((one) => !isAhead(one)),
  };
  return [
    ...unnamed(evidence, after),
    ...brokenOff(evidence),
    ...I1({ ...evidence, lines: kept }),
    ...[I2, I3, I7, I8, I11].flatMap((invariant) => invariant(evidence)),
    ...I4({ ...evidence, messages }),
    ...I5({ ...evidence, ...whole }),
    ...I6(evidence).filter(({ what }) => !what.includes('no dossier knows of')),
    ...I9({ ...evidence, ...later }),
    ...I10({ ...evidence, ...whole }),
  ];
};

/** Every acknowledged case is in its store, or in the report. */
const unnamed = ({ lines, cases, restored }: Evidence, after: string): readonly Violation[] => {
  const stored = new Set(cases.map(({ id }) => id));
  const named = new Set(restored?.report.lostCases.map(({ id }) => id));
  return lines.flatMap(({ act, status, answer, journey, at }) => {
    const id = String(answer?.['id']);
    // a draft is told to nobody, so nobody can say that it is lost
    const isTold = act === 'file' && status === 201 && answer?.['number'] !== undefined;
    if (!isTold || stored.has(id)) return [];
    const isLate = !journey.startsWith(after) && at > (restored?.until ?? 0) - SECOND_MS;
    return isLate && named.has(id) ? [] : [violation('a lost case is not named', { id, at, until: restored?.until })];
  });
};

const brokenOff = ({ restored }: Evidence): readonly Violation[] => [
  ...Object.entries(restored?.report.chains ?? {})
    .filter(([, { broken }]) => broken.length > 0)
    .map(([service, { broken }]) => violation('chains are broken', { service, broken })),
  ...((restored?.report.missing.length ?? 0) > 0
    ? [violation('topics could not be read', restored?.report.missing)]
    : []),
  ...((restored?.report.lostCases.length ?? 0) === 0 ? [violation('nothing was lost, so nothing was shown', {})] : []),
];

import type { Evidence, Restored, Violation } from './evidence.ts';
import { INVARIANTS, type InvariantName } from './invariants/invariants.ts';
import { forgotten } from './restored/forgotten.ts';
import { restoreViolation, SECOND_MS } from './restored/violation.ts';

/** The evidence that one invariant can judge after a restore, and what of its words is no wonder then. */
interface View {
  readonly of: Evidence;
  readonly leavesOut?: (violation: Violation) => boolean;
}

/**
 * What must hold of a platform that was set back to a moment: what was acknowledged before is there, what was
 * acknowledged after it is named, nothing was submitted or numbered twice, and everything goes on. No invariant is left
 * out; `viewsOf` says what each of them is not asked, and `forgotten` asks it in other words.
 */
export const judgeRestored = (evidence: Evidence, after: string): readonly Violation[] => {
  const { restored } = evidence;
  if (!restored) return [restoreViolation('nothing was restored', {})];
  const views = viewsOf(evidence, restored, after);
  return [
    ...unnamed(evidence, restored, after),
    ...brokenOff(restored),
    ...forgotten(evidence, restored),
    ...Object.entries(INVARIANTS).flatMap(([name, invariant]) => {
      const { of = evidence, leavesOut = () => false } = views[name as InvariantName] ?? {};
      return invariant(of).filter((violation) => !leavesOut(violation));
    }),
  ];
};

/** What the invariants look at that do not look at everything. */
const viewsOf = (evidence: Evidence, restored: Restored, after: string): Partial<Record<InvariantName, View>> => {
  const { until, report } = restored;
  const { lines, trips } = evidence;
  const cameLater = ({ journey }: { readonly journey: string }): boolean => journey.startsWith(after);
  const ghosts = new Set(report.messages.map(({ entryhash }) => entryhash));
  const ahead = new Set([...report.setBack, ...report.lostDossiers].map(({ id }) => id.split('.')[0]));
  const isAhead = (one: { readonly id: string }): boolean => ahead.has(one.id.split('.')[0]);
  // gateway and department remember different moments of these: a human is called to compare
  const whole = {
    ...evidence,
    cases: evidence.cases.filter((one) => !isAhead(one)),
    dossiers: evidence.dossiers.filter((one) => !isAhead(one)),
  };
  return {
    // what was acknowledged after the moment is lost by nature, and named
    I1: { of: { ...evidence, lines: lines.filter((line) => line.at < until - SECOND_MS || cameLater(line)) } },
    // what was told after the moment stands on topics, and no history holds it
    I4: {
      of: { ...evidence, messages: evidence.messages.filter(({ event }) => !event || !ghosts.has(event.entryhash)) },
    },
    I5: { of: whole },
    // what was sent for a case that is lost is known to the system alone
    I6: { of: evidence, leavesOut: ({ what }) => what.includes('no dossier knows of') },
    // who was on the way at the moment has given up, and saw what is no more
    I9: { of: { ...evidence, lines: lines.filter(cameLater), trips: trips.filter(cameLater) } },
    I10: { of: whole },
  };
};

/** Every acknowledged case is in its store, or in the report. */
const unnamed = ({ lines, cases }: Evidence, { until, report }: Restored, after: string): readonly Violation[] => {
  const stored = new Set(cases.map(({ id }) => id));
  const named = new Set(report.lostCases.map(({ id }) => id));
  return lines.flatMap(({ act, status, answer, journey, at }) => {
    const id = String(answer?.['id']);
    // a draft is told to nobody, so nobody can say that it is lost
    const isTold = act === 'file' && status === 201 && answer?.['number'] !== undefined;
    if (!isTold || stored.has(id)) return [];
    const isLate = !journey.startsWith(after) && at > until - SECOND_MS;
    return isLate && named.has(id) ? [] : [restoreViolation('a lost case is not named', { id, at, until })];
  });
};

const brokenOff = ({ report, sentSince }: Restored): readonly Violation[] => [
  ...Object.entries(report.chains)
    .filter(([, { broken }]) => broken.length > 0)
    .map(([service, { broken }]) => restoreViolation('chains are broken', { service, broken })),
  ...(report.missing.length > 0 ? [restoreViolation('topics could not be read', report.missing)] : []),
  ...Object.entries({
    'no case was lost': report.lostCases,
    'no file was set back': report.setBack,
    'no legacy system was ahead': sentSince,
  })
    .filter(([, found]) => found.length === 0)
    .map(([lack]) => restoreViolation('the drill showed nothing', lack)),
];

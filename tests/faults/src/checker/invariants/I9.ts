import type { Line } from '../../load/diary.ts';
import type { Evidence, Invariant, Violation } from '../evidence.ts';
import { exchangesOf } from './I10.ts';

/** What a reader sees of a case never goes backwards, ends as the store has it, and comes there in time after the heal. */
export const I9: Invariant = (evidence) => [...backwards(evidence), ...late(evidence), ...refused(evidence)];

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I9', what, evidence });

const RANK: Readonly<Record<string, number>> = {
  draft: 0,
  submitted: 1,
  accepted: 2,
  closed: 3,
  waiting: 0,
  opened: 1,
  acknowledged: 2,
  granted: 3,
  refused: 3,
  skipped: 3,
};

/** Of one answer: the version it shows, and how far case and branches have come. */
const standing = ({ etag, answer = {} }: Line): readonly number[] => {
  const version = /^"r\d+\.(\d+)"$/.exec(etag ?? '')?.[1];
  const branches = (answer['branches'] ?? []) as readonly { readonly status: string }[];
  return [
    ...(version === undefined ? [] : [Number(version)]),
    RANK[String(answer['status'])] ?? 0,
    ...branches.map(({ status }) => RANK[status] ?? 0),
  ];
};

/** A reader asks one thing after the other: what was asked later must not show less. */
const backwards = ({ lines }: Evidence): readonly Violation[] => {
  const readers = Map.groupBy(
    lines.filter(({ act, status }) => (act === 'read' || act === 'track') && status === 200),
    ({ act, by, about, journey }) => `${act} ${by} ${about} ${journey}`,
  );
  return [...readers].flatMap(([reader, seen]) => {
    const inOrder = seen.toSorted((a, b) => a.at - a.ms - (b.at - b.ms));
    return inOrder.flatMap((later, i) => {
      // of two that overlap nobody can say which is newer
      const earlier = inOrder.slice(0, i).findLast((one) => one.at <= later.at - later.ms);
      const before = earlier ? standing(earlier) : [];
      const now = standing(later);
      return now.some((rank, place) => rank < (before[place] ?? 0))
        ? [violation('a reader saw time run backwards', { reader, before, now })]
        : [];
    });
  });
};

const late = (evidence: Evidence): readonly Violation[] => {
  const { trips, healedAt, convergeMs } = evidence;
  const waiting = atHumans(evidence);
  return trips.flatMap(({ journey, beganAt, endedAt, how, detail }) => {
    if (how === 'refused' || waiting.has(journey)) return [];
    const dueAt = Math.max(beganAt, healedAt) + convergeMs;
    if (how === 'closed' && endedAt !== undefined && endedAt <= dueAt) return [];
    const tookMs = endedAt === undefined ? undefined : endedAt - Math.max(beganAt, healedAt);
    return [violation('a case did not come to its end in time', { journey, how, detail, tookMs, convergeMs })];
  });
};

/** Journeys whose case waits for a human who has to settle an exchange. */
const atHumans = ({ lines, dossiers, mayNeedReview }: Evidence): ReadonlySet<string> => {
  if (!mayNeedReview) return new Set();
  const cases = new Set(
    dossiers
      .filter((dossier) => exchangesOf(dossier).some(({ status }) => status === 'needs-review'))
      .map(({ id }) => id.split('.')[0]),
  );
  return new Set(
    lines.flatMap(({ act, answer, journey }) => (act === 'file' && cases.has(String(answer?.['id'])) ? [journey] : [])),
  );
};

/** Who asks for something lawful is never told no, whatever goes on behind. */
const refused = ({ trips }: Evidence): readonly Violation[] =>
  trips.flatMap(({ journey, how, detail }) =>
    how === 'refused' ? [violation('a lawful wish was refused', { journey, detail })] : [],
  );

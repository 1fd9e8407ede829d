import type { Line } from '../../load/diary.ts';
import type { Evidence, Invariant, Violation } from '../evidence.ts';
import { exchangesOf } from './I10.ts';

/** What a reader sees of a case never goes backwards, ends as the store has it, and comes there in time after the heal. */
export const I9: Invariant = (evidence) => [
  ...backwards(evidence),
  ...unlike(evidence),
  ...unseen(evidence),
  ...late(evidence),
  ...refused(evidence),
];

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

interface Standing {
  /** Only who reads the case itself is told. */
  readonly version: number | undefined;
  /** How far the case and each of its branches have come. */
  readonly ranks: readonly number[];
}

const branchesIn = (shown: Readonly<Record<string, unknown>>): readonly string[] =>
  ((shown['branches'] ?? []) as readonly { readonly status: string }[]).map(({ status }) => status);

const standing = ({ etag, answer = {} }: Line): Standing => {
  const version = /^"r\d+\.(\d+)"$/.exec(etag ?? '')?.[1];
  return {
    version: version === undefined ? undefined : Number(version),
    ranks: [String(answer['status']), ...branchesIn(answer)].map((status) => RANK[status] ?? 0),
  };
};

const isLess = (now: Standing, before: Standing): boolean =>
  (now.version ?? Number.POSITIVE_INFINITY) < (before.version ?? 0) ||
  now.ranks.some((rank, place) => rank < (before.ranks[place] ?? 0));

const isSight = ({ act, status }: Line): boolean => (act === 'read' || act === 'track') && status === 200;

/** A reader asks one thing after the other, the case or its tracker: what was asked later must not show less. */
const backwards = ({ lines }: Evidence): readonly Violation[] => {
  const readers = Map.groupBy(lines.filter(isSight), ({ about, journey }) => `${about} ${journey}`);
  return [...readers].flatMap(([reader, seen]) => {
    const inOrder = seen.toSorted((a, b) => a.at - a.ms - (b.at - b.ms));
    return inOrder.flatMap((later, i) => {
      // of two that overlap nobody can say which is newer
      const before = inOrder.slice(0, i).filter((one) => one.at <= later.at - later.ms);
      const most = before.map(standing).find((one) => isLess(standing(later), one));
      return most
        ? [violation('a reader saw time run backwards', { reader, act: later.act, before: most, now: standing(later) })]
        : [];
    });
  });
};

/** The journeys that came to their end. */
export const closedIn = ({ trips }: Evidence): ReadonlySet<string> =>
  new Set(trips.flatMap(({ journey, how }) => (how === 'closed' ? [journey] : [])));

/** The last look of each closed journey comes after its end; one that the door turned away shows nothing. */
const lastLooks = (evidence: Evidence): readonly Line[] => {
  const ended = closedIn(evidence);
  const looks = evidence.lines.filter(({ act, journey }) => act === 'track' && ended.has(journey));
  return [...new Map(looks.map((line) => [line.about, line])).values()];
};

/** What is shown of a case in the end, by the gateway and by the tracker, is what its store holds. */
const unlike = (evidence: Evidence): readonly Violation[] => {
  const { cases, shown } = evidence;
  const tracked = new Map(
    lastLooks(evidence)
      .filter(isSight)
      .map(({ about, answer }) => [about, answer]),
  );
  return cases.flatMap(({ id, state }) =>
    Object.entries({ gateway: shown.get(id), tracker: tracked.get(id) }).flatMap(([by, seen]) => {
      const wrong = seen ? differ(seen, state) : [];
      return wrong.length > 0 ? [violation('what is shown in the end is not what is stored', { id, by, wrong })] : [];
    }),
  );
};

/** Of closed journeys so many must have seen their end at the tracker, or the looks at it show nothing … */
const SEEN_SHARE = 0.8;
/** … unless there are too few to say. */
const ENOUGH_JOURNEYS = 20;
/** The tracker takes so many looks from one address while a round lasts. */
const LOOKS_PER_ADDRESS = 60;

/** The tracker was looked at. Where all came from too few addresses (off Linux from one) its door was shut by right. */
const unseen = (evidence: Evidence): readonly Violation[] => {
  const closed = closedIn(evidence).size;
  const looks = evidence.lines.filter(({ act }) => act === 'track').length;
  if (closed < ENOUGH_JOURNEYS || looks > evidence.addresses * LOOKS_PER_ADDRESS) return [];
  const seen = lastLooks(evidence).filter(isSight).length;
  return seen >= SEEN_SHARE * closed ? [] : [violation('the tracker was hardly seen', { closed, seen, looks })];
};

const differ = (
  seen: Readonly<Record<string, unknown>>,
  state: Readonly<Record<string, unknown>>,
): readonly string[] => [
  ...['status', 'number', 'outcome'].filter((field) => seen[field] !== state[field]),
  ...(branchesIn(seen).join() === branchesIn(state).join() ? [] : ['branches']),
];

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
  const cases = new Set(
    dossiers
      .filter((dossier) =>
        exchangesOf(dossier).some(({ status, system }) => status === 'needs-review' && system in mayNeedReview),
      )
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

import { setTimeout as pause } from 'node:timers/promises';
import type { Entry } from '@yimen/case-file';
import { toInstant } from '@yimen/kernel';
import type { ServiceName } from '@yimen/local';
import type { Evidence, StoredCase, Violation } from '../checker/evidence.ts';
import { readStores } from '../checker/gather/stores.ts';
import type { LawTime } from '../platform/time.ts';
import { openLawTime } from '../platform/time.ts';
import type { Fault, Scene } from './fault.ts';

/** The demo's first morning is Monday, 2 March 2026: five working days later, half an hour before they are over. */
const BEFORE_MIDNIGHT = '2026-03-09T15:30:00.000Z';
const NEXT_MORNING = '2026-03-10T01:30:00.000Z';
/** The promised six days of the silent cases are over, too. */
const DAY_AFTER = '2026-03-11T01:30:00.000Z';
const SILENT_CASES = 8;
/** Entries of this moment bear a time that a measured clock may be off by. */
const TOLERANCE_MS = 2_000;
const HOUR_MS = 3_600_000;

const BENDS: readonly (readonly [ServiceName, number])[] = [
  ['intake-gateway', HOUR_MS],
  ['commerce-registration', HOUR_MS],
  ['intake-gateway', -300_000],
  ['intake-gateway', -HOUR_MS],
  ['commerce-registration', -HOUR_MS],
];

/** One process has a wrong clock: it acts by the true time, or not at all. */
export const F13: Fault = {
  name: 'F13',
  title: 'clock of one process an hour ahead, five minutes and an hour behind',
  bendsTime: true,
  convergeMs: 100_000, // a system that is met closed, as the night comes or before it knows of the morning, is asked again after a minute
  strike: async (scene) => {
    const time = await openLawTime(scene.stage);
    try {
      await scene.fileSilent(SILENT_CASES);
      await time.advanceTo(BEFORE_MIDNIGHT);
      await pause(2_000);
      for (const [service, offsetMs] of BENDS) await bend(scene, time, service, offsetMs);
      await time.advanceTo(NEXT_MORNING);
      await pause(3_000);
      await time.advanceTo(DAY_AFTER);
      await pause(3_000);
    } finally {
      await time.close();
    }
  },
  alsoHolds: (evidence) => noTimerLost(evidence),
};

/** Every case that nobody answered was told to be overdue when its time was over; there are such cases. */
export const noTimerLost = ({ cases, lines }: Evidence): readonly Violation[] => {
  const silent = new Set(
    lines.flatMap(({ act, journey, answer }) =>
      act === 'file' && journey.startsWith('silent') && answer ? [answer['id']] : [],
    ),
  );
  const theirs = cases.filter(({ id }) => silent.has(id));
  return [
    ...(theirs.length < SILENT_CASES
      ? [{ invariant: 'I8', what: 'too few cases were left alone', evidence: { seen: theirs.length } }]
      : []),
    ...theirs
      .filter(({ history }) => !history.some(({ type }) => type === 'case.overdue'))
      .map(({ id, state }) => ({
        invariant: 'I8',
        what: 'a timer was lost',
        evidence: { id, status: state['status'] },
      })),
  ];
};

const bend = async (scene: Scene, time: LawTime, service: ServiceName, offsetMs: number): Promise<void> => {
  const { stage, say, blame, length } = scene;
  const since = await time.now();
  const known = new Set((await filesOf(scene)).map(({ id }) => id));
  stage.board(service).setClock(offsetMs);
  say(`the clock of ${service} is off by ${offsetMs / 60_000} min`);
  await pause(5_000 * length);
  stage.board(service).setClock(0);
  const files = await filesOf(scene);
  const span = { since, now: await time.now(), service, offsetMs };
  for (const file of files) for (const violation of wrongIn(file, span, !known.has(file.id))) blame(violation);
};

const filesOf = async ({ stage }: Scene): Promise<readonly StoredCase[]> => {
  const { cases, dossiers } = await readStores(stage.stack.urls.mongodb);
  return [...cases, ...dossiers];
};

/** A time in which the clock of one process was off. Both moments are the law's, ms. */
export interface Span {
  readonly since: number;
  readonly now: number;
  readonly service: ServiceName;
  readonly offsetMs: number;
}

/** What a process with a wrong clock wrote that it should not have; a case that `isNew` began in the span. */
export const wrongIn = (
  { id, history }: StoredCase,
  { since, now, ...bent }: Span,
  isNew: boolean,
): readonly Violation[] => {
  const wrong = (what: string, entry: Entry): Violation => ({
    invariant: 'I8',
    what,
    evidence: { ...bent, id, type: entry.type, at: entry.at, since: toInstant(since), now: toInstant(now) },
  });
  const ahead = history.find(({ at }) => Date.parse(at) > now + TOLERANCE_MS);
  const behind = isNew ? history.find(({ at }) => Date.parse(at) < since - TOLERANCE_MS) : undefined;
  const byLaw = history.find(({ type, data }) => type === 'case.accepted' && data['by'] === 'law');
  return [
    ...(ahead ? [wrong('an entry bears a time that has not come', ahead)] : []),
    ...(behind ? [wrong('an entry bears a time before its case', behind)] : []),
    ...(byLaw ? [wrong('a case was accepted by law before the time was over', byLaw)] : []),
  ];
};

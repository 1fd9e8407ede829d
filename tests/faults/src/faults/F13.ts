import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@yimen/local';
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
  ['commerce-registration', -HOUR_MS],
];

/** One process has a wrong clock: it acts by the true time, or not at all. */
export const F13: Fault = {
  name: 'F13',
  title: 'clock of one process an hour ahead, five minutes and an hour behind',
  bendsTime: true,
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
  alsoHolds: ({ cases, lines }) => {
    const silent = new Set(
      lines.flatMap(({ act, journey, answer }) =>
        act === 'file' && journey.startsWith('silent') ? [answer?.['id']] : [],
      ),
    );
    return cases
      .filter(({ id, history }) => silent.has(id) && !history.some(({ type }) => type === 'case.overdue'))
      .map(({ id, state }) => ({
        invariant: 'I8',
        what: 'a timer was lost',
        evidence: { id, status: state['status'] },
      }));
  },
};

const bend = async (scene: Scene, time: LawTime, service: ServiceName, offsetMs: number): Promise<void> => {
  const { stage, say, blame, length } = scene;
  const since = await time.now();
  stage.board(service).setClock(offsetMs);
  say(`the clock of ${service} is off by ${offsetMs / 60_000} min`);
  await pause(5_000 * length);
  stage.board(service).setClock(0);
  const now = await time.now();
  const { cases, dossiers } = await readStores(stage.stack.urls.mongodb);
  for (const { id, history } of [...cases, ...dossiers]) {
    const ahead = history.find(({ at }) => Date.parse(at) > now + TOLERANCE_MS);
    if (ahead)
      blame({
        invariant: 'I8',
        what: 'an entry bears a time that has not come',
        evidence: { id, type: ahead.type, at: ahead.at, now: new Date(now).toISOString() },
      });
    // nobody who came in since could have waited for less than now
    const behind =
      history[0] && Date.parse(history[0].at) < since - TOLERANCE_MS
        ? undefined
        : history.find(({ at }, i) => i > 0 && Date.parse(at) < since - TOLERANCE_MS);
    if (behind)
      blame({
        invariant: 'I8',
        what: 'an entry bears a time before its case',
        evidence: { id, type: behind.type, at: behind.at, since: new Date(since).toISOString() },
      });
    if (history.some(({ type, data }) => type === 'case.accepted' && JSON.stringify(data).includes('"law"')))
      blame({ invariant: 'I8', what: 'a case was accepted by law before the time was over', evidence: { id } });
  }
};

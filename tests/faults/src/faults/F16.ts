import { setTimeout as pause } from 'node:timers/promises';
import type { Violation } from '../checker/evidence.ts';
import type { Line } from '../load/diary.ts';
import { type Fault, more, type Scene } from './fault.ts';
import { alwaysAnswered, cleanRefusalsOnly } from './holds.ts';
import { type Flow, findKnee, flowOf, KEEPS_UP, type Knee, keepsUp, MOST_PER_S, WINDOW_MS } from './knee.ts';

/** Times the half of the knee, as `bench spike` has it, but no more than a generator on the same machine can send. */
const TIMES = 10;
const FLOOD_MS = 12_000;
/** So many times the knee must come, or nobody can say that somebody had to be turned away. */
const FLOODED = 3;

/** The knee must be served again within this time after the flood. */
const AGAIN_WITHIN_MS = 60_000;
const LOOK_MS = 1_000;

/** Ten times as many come as half the knee: who cannot be served is told so, and soon as much is served as before. */
export const F16: Fault = {
  name: 'F16',
  title: 'ten times the load',
  convergeMs: 120_000, // two thousand journeys of the flood are still on their way when it ends
  strike: async (scene) => {
    const { blame, say, healed } = scene;
    const knee = await findKnee(scene);
    if (!knee.found) blame({ invariant: 'F16', what: 'the knee was not found', evidence: knee });
    const flood = await floodWith(scene, knee);
    healed();
    say('the flood is over');
    for (const violation of notTurnedAway(knee, flood)) blame(violation);
    await servedAgain(scene, knee);
  },
  alsoHolds: (evidence) => [...cleanRefusalsOnly('F16', evidence), ...alwaysAnswered('F16', evidence)],
};

/** What a flood was seen to be. */
export interface Flood extends Flow {
  /** Those who were told to come again, by a platform that has no time for them. */
  readonly turnedAway: number;
}

const floodWith = async (scene: Scene, knee: Knee): Promise<Flood> => {
  const { perSecond, length, say, lines, trips } = scene;
  const rate = Math.min(MOST_PER_S, Math.max(perSecond * TIMES, (knee.perS / 2) * TIMES));
  say(`the knee is at ${knee.perS.toFixed(0)} cases per second, now ${rate.toFixed(0)} come`);
  const since = Date.now();
  const load = more(scene, 'flood', rate);
  await pause(FLOOD_MS * length);
  await load.close();
  const now = Date.now();
  const flood = { ...flowOf(trips(), now, now - since), turnedAway: turnedAwayIn(lines(), since) };
  if (flood.came < FLOODED * knee.perS)
    say(
      `only ${flood.came.toFixed(0)} could be sent per second, less than ${FLOODED} times the knee: nobody had to be turned away`,
    );
  return flood;
};

/** The tracker shuts its door to who looks too often, crowd or not. */
const turnedAwayIn = (lines: readonly Line[], since: number): number =>
  lines.filter(({ at, act, status }) => at >= since && (status === 503 || (status === 429 && act !== 'track'))).length;

/** A flood that nobody had to be turned away from, and that nobody waited in, was none. */
export const notTurnedAway = ({ perS }: Knee, flood: Flood): readonly Violation[] =>
  flood.came >= FLOODED * perS && flood.turnedAway === 0 && keepsUp(flood)
    ? [{ invariant: 'F16', what: 'nobody was turned away', evidence: { knee: perS, ...flood } }]
    : [];

/** The knee is offered anew: in two windows on end enough of it must be closed. */
const servedAgain = async (scene: Scene, { perS: knee }: Knee): Promise<void> => {
  const { perSecond, blame, say, trips } = scene;
  const since = Date.now();
  const load = more(scene, 'after', Math.max(1, knee - perSecond));
  let best = 0;
  while (best < KEEPS_UP * knee && Date.now() - since < AGAIN_WITHIN_MS) {
    await pause(LOOK_MS);
    const now = Date.now();
    if (now - since < 2 * WINDOW_MS) continue;
    const [before, last] = [now - WINDOW_MS, now].map((to) => flowOf(trips(), to).closed);
    best = Math.max(best, Math.min(before ?? 0, last ?? 0));
  }
  await load.close();
  const seconds = ((Date.now() - since) / 1_000).toFixed(0);
  say(`${seconds} s after the flood ${best.toFixed(0)} cases are closed per second, in two windows on end`);
  if (best < KEEPS_UP * knee)
    blame({ invariant: 'F16', what: 'too little is served after the flood', evidence: { knee, best, seconds } });
};

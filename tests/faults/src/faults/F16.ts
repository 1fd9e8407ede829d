import { setTimeout as pause } from 'node:timers/promises';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { type Load, startLoad, type Trip } from '../load/load.ts';
import { cleanRefusalsOnly } from './F9.ts';
import type { Fault, Scene } from './fault.ts';

/** Times the half of the knee, as `bench spike` has it, but no more than a generator on the same machine can send. */
const TIMES = 10;
const MOST_PER_S = 220;
const FLOOD_MS = 12_000;

/** Steps towards the knee, in times of the usual rate, and how long one looks at each whether it is kept up with. */
const STEPS = [1, 1.5, 2.25, 3.5, 5] as const;
const STEP_WITHIN_MS = 16_000;
/** So much of what comes is done: the knee is not passed. */
const KEEPS_UP = 0.8;

/** So much of the knee must be served again, within this time after the flood. */
const AGAIN = 0.8;
const AGAIN_WITHIN_MS = 60_000;

/** What is closed is counted over so long. */
const LOOK_MS = 4_000;

/** Ten times as many come as half the knee: who cannot be served is told so, and soon as much is served as before. */
export const F16: Fault = {
  name: 'F16',
  title: 'ten times the load',
  convergeMs: 120_000, // two thousand journeys of the flood are still on their way when it ends
  strike: async (scene) => {
    const { perSecond, length, say, healed } = scene;
    const knee = await kneeOf(scene);
    const rate = Math.min(MOST_PER_S, Math.max(perSecond * TIMES, (knee / 2) * TIMES));
    say(`the knee is at ${knee.toFixed(0)} cases per second, now ${rate.toFixed(0)} come`);
    const flood = more(scene, 'flood', rate);
    await pause(FLOOD_MS * length);
    await flood.close();
    healed();
    say('the flood is over');
    await servedAgain(scene, knee);
  },
  alsoHolds: (evidence) => [...cleanRefusalsOnly('F16', evidence), ...nothingTornOff(evidence)],
};

const more = ({ stage, chance, join }: Scene, name: string, perSecond: number): Load => {
  const load = startLoad(stage, { seed: Math.floor(chance() * 1e6), perSecond, companies: 0.1, name });
  join(load);
  return load;
};

/** Cases that came to their end per second. */
const closedPerS = (trips: readonly Trip[], fromMs: number, toMs: number): number =>
  (trips.filter(({ how, endedAt = 0 }) => how === 'closed' && endedAt >= fromMs && endedAt < toMs).length * 1_000) /
  (toMs - fromMs);

/** The most cases per second that this machine has closed while more and more came, until it no longer kept up. */
const kneeOf = async (scene: Scene): Promise<number> => {
  const { perSecond, say } = scene;
  let knee = 0;
  for (const times of STEPS) {
    const offered = perSecond * times;
    const load = times > 1 ? more(scene, `step${times}x`, offered - perSecond) : undefined;
    // what had waited since an earlier step is no part of it
    const closed = Math.min(offered, await closedWithin(scene, KEEPS_UP * offered, STEP_WITHIN_MS));
    await load?.close();
    say(`${offered.toFixed(0)} come per second, ${closed.toFixed(0)} are closed`);
    knee = Math.max(knee, closed);
    if (closed < KEEPS_UP * offered) break;
  }
  return knee;
};

/**
 * The most that is closed per second over one look, until it is enough or the time is over: those who have just begun are
 * still on their way, so one look would not do.
 */
const closedWithin = async ({ trips }: Scene, enough: number, limitMs: number): Promise<number> => {
  const since = Date.now();
  let best = 0;
  while (best < enough && Date.now() - since < limitMs) {
    await pause(1_000);
    const now = Date.now();
    if (now - since >= LOOK_MS) best = Math.max(best, closedPerS(trips(), now - LOOK_MS, now));
  }
  return best;
};

const servedAgain = async (scene: Scene, knee: number): Promise<void> => {
  const { perSecond, blame, say } = scene;
  const since = Date.now();
  const load = more(scene, 'after', Math.max(1, knee - perSecond));
  const best = await closedWithin(scene, AGAIN * knee, AGAIN_WITHIN_MS);
  await load.close();
  const seconds = ((Date.now() - since) / 1_000).toFixed(0);
  say(`${seconds} s after the flood ${best.toFixed(0)} cases are closed per second`);
  if (best < AGAIN * knee)
    blame({ invariant: 'F16', what: 'too little is served after the flood', evidence: { knee, best, seconds } });
};

const nothingTornOff = ({ lines }: Evidence): readonly Violation[] =>
  lines
    .filter(({ error }) => error !== undefined)
    .map(({ journey, act, ms, error }) => ({
      invariant: 'F16',
      what: 'a request was torn off',
      evidence: { journey, act, ms, error },
    }));

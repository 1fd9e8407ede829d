import { setTimeout as pause } from 'node:timers/promises';
import type { Trip } from '../load/load.ts';
import { more, type Scene } from './fault.ts';

/** More a generator beside the platform cannot send. */
export const MOST_PER_S = 220;
/** So much of what comes is done: the knee is not passed, or is served again. */
export const KEEPS_UP = 0.8;
/** What is closed is counted over so long. */
export const WINDOW_MS = 4_000;

/** Steps towards the knee, in times of the usual rate. */
const STEPS = [1, 1.5, 2.25, 3.5, 5, 7.5, 11, 16] as const;
/** Each step is offered for so long; what counts is its last window, when who came first has had time to end. */
const STEP_MS = 8_000;
/** Before the first step: everything is cold, and a case that asks legacy systems takes so long. */
const WARM_MS = 8_000;

/** How many came and how many cases came to their end, per second. */
export interface Flow {
  readonly came: number;
  readonly closed: number;
}

/** What went on in a window that ends at `to` (ms). */
export const flowOf = (trips: readonly Trip[], to: number, windowMs: number = WINDOW_MS): Flow => {
  const isIn = (at: number | undefined): boolean => at !== undefined && at >= to - windowMs && at < to;
  const perS = (count: number): number => (count * 1_000) / windowMs;
  return {
    came: perS(trips.filter(({ beganAt }) => isIn(beganAt)).length),
    closed: perS(trips.filter(({ how, endedAt }) => how === 'closed' && isIn(endedAt)).length),
  };
};

/** Whether as good as all who come are done with. */
export const keepsUp = ({ came, closed }: Flow): boolean => closed >= KEEPS_UP * came;

/** What the steps have shown: the most that was closed per second, and whether there was a step that was too much. */
export interface Knee {
  readonly perS: number;
  readonly found: boolean;
}

/** The knee that a row of steps shows; what had waited since an earlier step is no part of what one can serve. */
export const kneeIn = (steps: readonly Flow[]): Knee => ({
  perS: Math.max(0, ...steps.map(({ came, closed }) => Math.min(came, closed))),
  found: steps.some((step) => !keepsUp(step)),
});

/** Offers more and more until the machine no longer keeps up, or until no more can be sent. */
export const findKnee = async (scene: Scene): Promise<Knee> => {
  const { perSecond, say, trips } = scene;
  const offers = new Set(STEPS.map((times) => Math.min(Math.max(MOST_PER_S, perSecond), perSecond * times)));
  const steps: Flow[] = [];
  await pause(WARM_MS);
  for (const offered of offers) {
    const load = offered > perSecond ? more(scene, `step${steps.length}x`, offered - perSecond) : undefined;
    await pause(STEP_MS);
    const flow = flowOf(trips(), Date.now());
    await load?.close();
    say(`${flow.came.toFixed(0)} come per second, ${flow.closed.toFixed(0)} are closed`);
    steps.push(flow);
    if (!keepsUp(flow)) break;
  }
  return kneeIn(steps);
};

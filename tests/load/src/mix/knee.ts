import type { BenchOptions } from '../bench.ts';
import type { Mixer } from './mixer.ts';
import { playStep, type Step, sayStep } from './step.ts';

const START_RATE = 100;
const COARSE = 1.5;
const FINE = 1.12;
const RATE_LIMIT = 50_000;
/** On a shared machine one bad run proves nothing. */
const TRIES = 2;

/** Where the knee is: the highest rate that holds, and every step on the way. */
export interface Knee {
  readonly rate: number;
  readonly steps: readonly Step[];
}

/** The knee that was given, or rates that rise by half until one does not hold, then by an eighth from the last that did. */
export const findKnee = async (
  mixer: Mixer,
  { seconds, say, knee }: Pick<BenchOptions, 'seconds' | 'say' | 'knee'>,
): Promise<Knee> => {
  if (knee !== undefined) return { rate: knee, steps: [] };
  const steps: Step[] = [];
  const holds = async (rate: number): Promise<boolean> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const step = await playStep(mixer, rate, seconds);
      sayStep(say, step);
      steps.push(step);
      if (step.holds) return true;
    }
    return false;
  };
  const climb = async (from: number, factor: number, below: number): Promise<number> => {
    let held = 0;
    for (let rate = from; rate < below && rate < RATE_LIMIT; rate = Math.ceil(rate * factor)) {
      if (!(await holds(rate))) break;
      held = rate;
    }
    return held;
  };
  const coarse = await climb(START_RATE, COARSE, Number.POSITIVE_INFINITY);
  const failed = steps.at(-1)?.rate ?? START_RATE;
  if (coarse === 0) return { rate: 0, steps };
  const fine = await climb(Math.ceil(coarse * FINE), FINE, failed);
  return { rate: Math.max(coarse, fine), steps };
};

const LOWER = 0.92;
const LOWERINGS = 8;

/** Plays the knee so many times; a rate that does not hold in most of them was luck, and a lower one is tried. */
export const confirmKnee = async (
  mixer: Mixer,
  found: Knee,
  { seconds, rounds, say }: Pick<BenchOptions, 'seconds' | 'rounds' | 'say'>,
): Promise<{ readonly rate: number; readonly steps: readonly Step[] }> => {
  let { rate } = found;
  let steps: Step[] = [];
  for (let lowered = 0; lowered <= LOWERINGS && rate > 0; lowered++) {
    steps = [];
    for (let nth = 1; nth <= rounds; nth++) {
      const step = await playStep(mixer, rate, seconds);
      sayStep((line) => say(`round ${nth} at the knee: ${line}`), step);
      steps.push(step);
    }
    if (steps.filter(({ holds }) => holds).length > rounds / 2) break;
    rate = Math.floor(rate * LOWER);
  }
  return { rate, steps };
};

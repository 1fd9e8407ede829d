import type { BenchOptions } from '../bench.ts';
import type { Mixer } from './mixer.ts';
import { playStep, type Step, sayStep } from './step.ts';

const START_RATE = 100;
const COARSE = 1.5;
const FINE = 1.12;
const RATE_LIMIT = 50_000;
/** On a shared machine one bad run proves nothing. */
const TRIES = 2;

type Options = Pick<BenchOptions, 'seconds' | 'say' | 'knee'>;

/** The knee, and every step that was played to find it. */
export interface Knee {
  /** The highest rate that holds in most of the rounds; 0 when none does. */
  readonly rate: number;
  /** The rounds at that rate. */
  readonly steps: readonly Step[];
  /** All other steps: on the way up, and rounds at rates that did not hold. */
  readonly onTheWay: readonly Step[];
}

/** Rates that rise by half until one does not hold, then by an eighth from the last that did; or the one that was given. */
const climbToKnee = async (mixer: Mixer, { seconds, say, knee }: Options, steps: Step[]): Promise<number> => {
  if (knee !== undefined) return knee;
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
  if (coarse === 0) return 0;
  return Math.max(coarse, await climb(Math.ceil(coarse * FINE), FINE, failed));
};

const LOWER = 0.92;
const LOWERINGS = 8;

/**
 * Climbs to the knee and plays it so many times: a rate that does not hold in most of them was luck, and a lower one
 * is tried. Nothing that was played is forgotten.
 */
export const findKnee = async (
  mixer: Mixer,
  { rounds, ...options }: Options & Pick<BenchOptions, 'rounds'>,
): Promise<Knee> => {
  const { seconds, say } = options;
  const onTheWay: Step[] = [];
  let rate = await climbToKnee(mixer, options, onTheWay);
  for (let lowered = 0; lowered <= LOWERINGS && rate > 0; lowered++) {
    const steps: Step[] = [];
    for (let nth = 1; nth <= rounds; nth++) {
      const step = await playStep(mixer, rate, seconds);
      sayStep((line) => say(`round ${nth} at the knee: ${line}`), step);
      steps.push(step);
    }
    if (steps.filter(({ holds }) => holds).length > rounds / 2) return { rate, steps, onTheWay };
    onTheWay.push(...steps);
    rate = Math.floor(rate * LOWER);
  }
  return { rate: 0, steps: [], onTheWay };
};

import { percentile, round } from '../figures.ts';
import { countBy, isAnswer, isWrite } from '../generator/lines.ts';
import { cpuBetween, usageOfParts } from '../machine/processes.ts';
import type { Confirmed } from './confirming.ts';
import type { Mixer } from './mixer.ts';

/** What one rate came to. */
export interface Step {
  readonly rate: number;
  /** Every bar was kept and the generator sent what it should. */
  readonly holds: boolean;
  readonly missed: readonly string[];
  readonly rps: number;
  readonly droppedShare: number;
  readonly readP50Ms: number;
  readonly readP95Ms: number;
  readonly writeP50Ms: number;
  readonly writeP95Ms: number;
  readonly writeP99Ms: number;
  readonly refused: number;
  readonly unclean: number;
  /** What was asked and what status came; 0 is none. */
  readonly uncleanBy: Readonly<Record<string, number>>;
  readonly generatorCores: number;
  readonly cpuMsPerRequest: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly confirmed: Confirmed;
}

/** A generator that cannot send a hundredth of the requests does not measure the rate it names. */
const DROPPED_SHARE = 0.01;

/** Front ends for a rate: each answer may take a quarter of a second before one is missing. */
const usersFor = (rate: number): number => Math.max(40, Math.ceil(rate / 4));

/** Plays one rate for some seconds. */
export const playStep = async (mixer: Mixer, rate: number, seconds: number, skewed = false): Promise<Step> => {
  const before = usageOfParts();
  const played = await mixer.play({ stages: [{ rate, seconds }], users: usersFor(rate), skewed });
  const { tookS, dropped, missed, generatorCores, confirmed } = played;
  const lines = played.lines.filter(isAnswer);
  const droppedShare = dropped / (dropped + lines.length || 1);
  const msOf = (write: boolean) => lines.filter((line) => isWrite(line) === write).map(({ ms }) => ms);
  const unclean = lines.filter(({ outcome }) => outcome === 'unclean');
  const [reads, writes] = [msOf(false), msOf(true)];
  return {
    rate,
    holds: missed.length === 0 && droppedShare < DROPPED_SHARE && lines.length > 0,
    missed,
    rps: round(lines.filter(({ outcome }) => outcome === 'good').length / tookS),
    droppedShare: round(droppedShare, 4),
    readP50Ms: round(percentile(reads, 0.5)),
    readP95Ms: round(percentile(reads, 0.95)),
    writeP50Ms: round(percentile(writes, 0.5)),
    writeP95Ms: round(percentile(writes, 0.95)),
    writeP99Ms: round(percentile(writes, 0.99)),
    refused: lines.filter(({ outcome }) => outcome === 'refused').length,
    unclean: unclean.length,
    uncleanBy: countBy(unclean, ({ op, status }) => `${op} ${status}`),
    generatorCores,
    cpuMsPerRequest: cpuBetween(before, usageOfParts(), lines.length || 1),
    counts: countBy(played.lines, ({ op }) => op),
    confirmed,
  };
};

/** One line for people. */
export const sayStep = (say: (line: string) => void, step: Step): void =>
  say(
    `${step.rate}/s ${step.holds ? 'holds' : 'does not hold'}: ${step.rps}/s good, reads p95 ${step.readP95Ms} ms, writes p95 ${step.writeP95Ms} ms, refused ${step.refused}, unclean ${step.unclean}${step.unclean > 0 ? ` ${JSON.stringify(step.uncleanBy)}` : ''}, dropped ${round(step.droppedShare * 100)} %, lost ${step.confirmed.lost}, k6 ${step.generatorCores} cores${step.missed.length > 0 ? ` (missed: ${step.missed.join(', ')})` : ''}`,
  );

const WARM_UP = { rate: 150, seconds: 5 };

/** Compiles the hot paths of every process before anything is measured. */
export const warmUp = async (mixer: Mixer, say: (line: string) => void): Promise<void> => {
  for (const rate of [WARM_UP.rate, WARM_UP.rate * 2])
    sayStep((line) => say(`warm-up: ${line}`), await playStep(mixer, rate, WARM_UP.seconds));
};

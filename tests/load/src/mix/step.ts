import { round } from '../figures.ts';
import type { Generated } from '../generator/k6.ts';
import { countBy, isAnswer, msWithin } from '../generator/lines.ts';
import { cpuBetween } from '../machine/processes.ts';
import type { Confirmed } from './confirming.ts';
import type { Mixer } from './mixer.ts';

/** What one rate came to. */
export interface Step {
  readonly rate: number;
  /** Every bar was kept and the generator sent what it should. */
  readonly holds: boolean;
  /** The bars that were missed, and what the generator did not do. */
  readonly missed: readonly string[];
  /** All answers, good or not. */
  readonly answers: number;
  readonly rps: number;
  readonly droppedShare: number;
  readonly readP50Ms: number;
  readonly readP95Ms: number;
  readonly writeP50Ms: number;
  readonly writeP95Ms: number;
  readonly writeP99Ms: number;
  readonly listP95Ms: number;
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
const SENT_SHARE = 0.99;
/** Nor does one that has no time left: its own delays are in the figures. */
const GENERATOR_CORES = 0.9;

/** Why the rate is not the one it is called; cores may be unknown. */
const shortcomings = ({ generatorCores, dropped }: Generated, answers: number, offered: number): string[] => [
  ...(answers < SENT_SHARE * offered || dropped > (1 - SENT_SHARE) * offered
    ? [`generator: ${answers} answers of ${offered}, ${dropped} dropped`]
    : []),
  ...(generatorCores >= GENERATOR_CORES ? [`generator: ${generatorCores} cores`] : []),
];

/** Front ends for a rate: each answer may take a quarter of a second before one is missing. */
const usersFor = (rate: number): number => Math.max(40, Math.ceil(rate / 4));

/** Plays one rate for some seconds. */
export const playStep = async (mixer: Mixer, rate: number, seconds: number, skewed = false): Promise<Step> => {
  const played = await mixer.play({ stages: [{ rate, seconds }], users: usersFor(rate), skewed });
  const { tookS, dropped, generatorCores, confirmed, usage } = played;
  const lines = played.lines.filter(isAnswer);
  const droppedShare = dropped / (dropped + lines.length || 1);
  const missed = [...played.missed, ...shortcomings(played, lines.length, rate * seconds)];
  const unclean = lines.filter(({ outcome }) => outcome === 'unclean');
  return {
    rate,
    holds: missed.length === 0 && lines.length > 0,
    missed,
    answers: lines.length,
    rps: round(lines.filter(({ outcome }) => outcome === 'good').length / tookS),
    droppedShare: round(droppedShare, 4),
    readP50Ms: msWithin(lines, 0.5, 'read'),
    readP95Ms: msWithin(lines, 0.95, 'read'),
    writeP50Ms: msWithin(lines, 0.5, 'write'),
    writeP95Ms: msWithin(lines, 0.95, 'write'),
    writeP99Ms: msWithin(lines, 0.99, 'write'),
    listP95Ms: msWithin(lines, 0.95, 'list'),
    refused: lines.filter(({ outcome }) => outcome === 'refused').length,
    unclean: unclean.length,
    uncleanBy: countBy(unclean, ({ op, status }) => `${op} ${status}`),
    generatorCores,
    cpuMsPerRequest: cpuBetween(usage.before, usage.after, lines.length || 1),
    counts: countBy(played.lines, ({ op }) => op),
    confirmed,
  };
};

/** One line for people. */
export const sayStep = (say: (line: string) => void, step: Step): void =>
  say(
    `${step.rate}/s ${step.holds ? 'holds' : 'does not hold'}: ${step.rps}/s good, reads p95 ${step.readP95Ms} ms, writes p95 ${step.writeP95Ms} ms, lists p95 ${step.listP95Ms} ms, refused ${step.refused}, unclean ${step.unclean}${step.unclean > 0 ? ` ${JSON.stringify(step.uncleanBy)}` : ''}, dropped ${round(step.droppedShare * 100)} %, lost ${step.confirmed.lost}, unfed ${step.counts['unfed'] ?? 0}, unfound ${step.counts['unfound'] ?? 0}, k6 ${step.generatorCores} cores${step.missed.length > 0 ? ` (missed: ${step.missed.join(', ')})` : ''}`,
  );

const WARM_UP = { rate: 150, seconds: 5 };

/** Compiles the hot paths of every process before anything is measured. */
export const warmUp = async (mixer: Mixer, say: (line: string) => void): Promise<void> => {
  for (const rate of [WARM_UP.rate, WARM_UP.rate * 2])
    sayStep((line) => say(`warm-up: ${line}`), await playStep(mixer, rate, WARM_UP.seconds));
};

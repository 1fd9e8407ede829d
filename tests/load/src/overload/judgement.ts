import { round } from '../figures.ts';
import { countBy, goodputBySecond, isAnswer, type Line, msWithin } from '../generator/lines.ts';
import type { Played } from '../mix/mixer.ts';
import { recoveryOf } from './recovery.ts';

/** Ten times the usual: ten times half the knee. */
export const TIMES = 10;

/** One spike: half the knee, ten times that, then the knee. */
export interface Spike {
  /** Requests per second inside the spike: what was meant, and what the generator could send. */
  readonly offered: number;
  readonly sent: number;
  readonly sentRatio: number;
  /** Of the requests that were sent inside the spike, whenever their answers came. */
  readonly uncleanRate: number;
  readonly uncleanBy: Readonly<Record<string, number>>;
  readonly refusedRate: number;
  readonly goodputInside: number;
  readonly goodP95MsInside: number;
  /** Decisions inside it that found no dossier and became looks at a status. */
  readonly unfedInside: number;
  /** Of the requests before and after it. */
  readonly uncleanOutside: number;
  readonly dropped: number;
  /** Seconds after the end of the spike until the platform serves its share of the knee again for good, in time. */
  readonly recoveryS: number;
  /** Goodput of the rest of the minute after recovery, as a share of the knee. */
  readonly goodputRatio: number;
  /** Of what was sent in that rest. */
  readonly p95MsAfter: number;
  readonly generatorCores: number;
  readonly lost: number;
  readonly numbersTwice: number;
  readonly goodputBySecond: readonly number[];
}

const rate = (part: number, whole: number): number => round(part / (whole || 1), 5);
const of = (lines: readonly Line[], outcome: Line['outcome']): Line[] =>
  lines.filter((line) => line.outcome === outcome);
const sentAt = ({ atMs, ms }: Line): number => atMs - ms;
/** What takes longer than the last of the bars is no service again: at a constant rate late answers are as many as others. */
const IN_TIME_MS = 300;

/** What a spike came to; `seconds` are those of its three parts. */
export const judge = (
  played: Omit<Played, 'usage'>,
  knee: number,
  seconds: { readonly calm: number; readonly spike: number; readonly after: number },
): Spike => {
  const { calm, spike, after } = seconds;
  const offered = Math.ceil((knee / 2) * TIMES);
  const lines = played.lines.filter(isAnswer);
  const from = lines.reduce((first, line) => Math.min(first, sentAt(line)), Number.POSITIVE_INFINITY);
  const [start, end] = [from + calm * 1000, from + (calm + spike) * 1000];
  const inside = lines.filter((line) => sentAt(line) >= start && sentAt(line) < end);
  const unclean = of(inside, 'unclean');
  const good = of(inside, 'good');
  // what is still answered of the spike is no sign of recovery
  const later = lines.filter((line) => sentAt(line) >= end);
  const inTime = later.filter(({ ms }) => ms <= IN_TIME_MS);
  const { recoveryS, ratio } = recoveryOf(goodputBySecond(inTime, end, after), knee);
  return {
    offered,
    sent: round(inside.length / spike),
    sentRatio: round(inside.length / (offered * spike), 3),
    uncleanRate: rate(unclean.length, inside.length),
    uncleanBy: countBy(unclean, ({ op, status }) => `${op} ${status}`),
    refusedRate: rate(of(inside, 'refused').length, inside.length),
    goodputInside: round(good.length / spike),
    goodP95MsInside: msWithin(good, 0.95),
    unfedInside: played.lines.filter(({ op, atMs }) => op === 'unfed' && atMs >= start && atMs < end).length,
    uncleanOutside: of(lines, 'unclean').length - unclean.length,
    dropped: played.dropped,
    recoveryS,
    goodputRatio: ratio,
    p95MsAfter: msWithin(
      later.filter((line) => sentAt(line) >= end + recoveryS * 1000),
      0.95,
    ),
    generatorCores: played.generatorCores,
    lost: played.confirmed.lost,
    numbersTwice: played.confirmed.numbersTwice,
    goodputBySecond: goodputBySecond(lines, from, calm + spike + after),
  };
};

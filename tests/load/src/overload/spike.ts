import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { median, percentile, round } from '../figures.ts';
import { countBy, goodputBySecond, isAnswer, type Line } from '../generator/lines.ts';
import { splitCores } from '../machine/cores.ts';
import { findKnee } from '../mix/knee.ts';
import { createMixer, type Mixer } from '../mix/mixer.ts';
import { warmUp } from '../mix/step.ts';
import { openPlatform } from '../platform/platform.ts';
import { recoveryOf } from './recovery.ts';

/** Ten times the usual: ten times half the knee. */
const TIMES = 10;
const CALM_S = 15;
const KNEE_STEP_S = 10;
/** The bar: so much of the knee again within a minute. */
const AFTER_S = 75;
/** Front ends of a spike: each may wait for ten seconds, but a machine has room for so many only. */
const USERS = 1_500;

/** One spike: half the knee, ten times that, then the knee. */
interface Spike {
  readonly offered: number;
  readonly sent: number;
  readonly droppedShare: number;
  readonly uncleanRate: number;
  readonly uncleanBy: Readonly<Record<string, number>>;
  readonly refusedRate: number;
  readonly goodputInside: number;
  readonly goodP95MsInside: number;
  /** Seconds after the end of the spike until the platform serves its share of the knee again for good. */
  readonly recoveryS: number;
  /** Goodput of the rest of the minute after recovery, as a share of the knee. */
  readonly goodputRatio: number;
  readonly generatorCores: number;
  readonly lost: number;
  readonly numbersTwice: number;
  readonly goodputBySecond: readonly number[];
}

const rate = (part: number, whole: number): number => round(part / (whole || 1), 5);
const of = (lines: readonly Line[], outcome: Line['outcome']): number =>
  lines.filter((line) => line.outcome === outcome).length;

const playSpike = async (mixer: Mixer, knee: number, spikeS: number): Promise<Spike> => {
  const high = Math.ceil((knee / 2) * TIMES);
  const stages = [
    { rate: Math.ceil(knee / 2), seconds: CALM_S },
    { rate: high, seconds: spikeS },
    { rate: knee, seconds: AFTER_S },
  ];
  const played = await mixer.play({ stages, users: USERS });
  const lines = played.lines.filter(isAnswer);
  const from = lines[0]?.atMs ?? 0;
  const perSecond = goodputBySecond(lines, from, CALM_S + spikeS + AFTER_S);
  const [start, end] = [from + CALM_S * 1000, from + (CALM_S + spikeS) * 1000];
  const inside = lines.filter(({ atMs }) => atMs >= start && atMs < end);
  const { recoveryS, ratio } = recoveryOf(perSecond.slice(CALM_S + spikeS), knee);
  return {
    offered: high,
    sent: round(inside.length / spikeS),
    droppedShare: rate(played.dropped, played.dropped + lines.length),
    uncleanRate: rate(of(lines, 'unclean'), lines.length),
    uncleanBy: countBy(
      lines.filter(({ outcome }) => outcome === 'unclean'),
      ({ op, status }) => `${op} ${status}`,
    ),
    refusedRate: rate(of(inside, 'refused'), inside.length),
    goodputInside: round(of(inside, 'good') / spikeS),
    goodP95MsInside: round(
      percentile(
        inside.filter(({ outcome }) => outcome === 'good').map(({ ms }) => ms),
        0.95,
      ),
    ),
    recoveryS,
    goodputRatio: ratio,
    generatorCores: played.generatorCores,
    lost: played.confirmed.lost,
    numbersTwice: played.confirmed.numbersTwice,
    goodputBySecond: perSecond,
  };
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const { say, seconds, rounds } = options;
  const cores = splitCores();
  say(cores.said);
  const platform = await openPlatform(options);
  try {
    const mixer = await createMixer(platform, cores);
    await warmUp(mixer, say);
    const knee = await findKnee(mixer, { ...options, seconds: Math.min(seconds, KNEE_STEP_S) });
    if (knee.rate === 0) throw new Error('no rate holds: there is no knee to take ten times the half of');
    const spikes: Spike[] = [];
    for (let nth = 1; nth <= rounds; nth++) {
      const spike = await playSpike(mixer, knee.rate, seconds);
      say(
        `spike ${nth}: ${spike.sent} of ${spike.offered}/s sent, ${spike.goodputInside}/s good inside, refused ${round(spike.refusedRate * 100)} %, unclean ${spike.uncleanRate} ${JSON.stringify(spike.uncleanBy)}, recovered after ${spike.recoveryS} s to ${spike.goodputRatio} of the knee, lost ${spike.lost}, k6 ${spike.generatorCores} cores`,
      );
      spikes.push(spike);
    }
    return {
      line: {
        bench: 'spike',
        unclean_errors_rate: Math.max(...spikes.map(({ uncleanRate }) => uncleanRate)),
        recovery_s: median(spikes.map(({ recoveryS }) => recoveryS)),
        goodput_ratio: median(spikes.map(({ goodputRatio }) => goodputRatio)),
      },
      raw: { cores: cores.said, kneeRate: knee.rate, spikes, onTheWay: knee.steps },
    };
  } finally {
    await platform.stop();
  }
};

/** Ten times half the knee for a minute, three times; what it costs, and how soon it is over. */
export const benchSpike: Bench = { seconds: 60, rounds: 3, run };

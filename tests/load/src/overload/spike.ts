import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { round } from '../figures.ts';
import { findKnee } from '../mix/knee.ts';
import type { Mixer } from '../mix/mixer.ts';
import { onMixer } from '../mix/mixing.ts';
import { judge, type Spike, TIMES } from './judgement.ts';

const CALM_S = 15;
const KNEE_STEP_S = 10;
/** The bar: so much of the knee again within a minute. */
const AFTER_S = 75;
/** Front ends of a spike: each may wait for ten seconds, but a machine has room for so many only. */
const USERS = 1_500;

const playSpike = async (mixer: Mixer, knee: number, spikeS: number): Promise<Spike> => {
  const seconds = { calm: CALM_S, spike: spikeS, after: AFTER_S };
  const stages = [
    { rate: Math.ceil(knee / 2), seconds: CALM_S },
    { rate: Math.ceil((knee / 2) * TIMES), seconds: spikeS },
    { rate: knee, seconds: AFTER_S },
  ];
  return judge(await mixer.play({ stages, users: USERS }), knee, seconds);
};

const saySpike = (spike: Spike): string =>
  `${spike.sent} of ${spike.offered}/s sent, ${spike.goodputInside}/s good inside, refused ${round(spike.refusedRate * 100)} %, unclean ${spike.uncleanRate} ${JSON.stringify(spike.uncleanBy)}, recovered after ${spike.recoveryS} s to ${spike.goodputRatio} of the knee, p95 ${spike.p95MsAfter} ms from then on, unfed inside ${spike.unfedInside}, lost ${spike.lost}, k6 ${spike.generatorCores} cores`;

/** The worst of all spikes: one that never recovers is not outvoted. */
const lineOf = (spikes: readonly Spike[], kneeRate: number): Findings['line'] => {
  const all = (of: (spike: Spike) => number): number[] => spikes.map(of);
  const sum = (figures: readonly number[]): number => figures.reduce((total, one) => total + one, 0);
  return {
    bench: 'spike',
    unclean_errors_rate: Math.max(...all(({ uncleanRate }) => uncleanRate)),
    recovery_s: Math.max(...all(({ recoveryS }) => recoveryS)),
    p95_ms_after: Math.max(...all(({ p95MsAfter }) => p95MsAfter)),
    goodput_ratio: Math.min(...all(({ goodputRatio }) => goodputRatio)),
    sent_ratio: Math.min(...all(({ sentRatio }) => sentRatio)),
    unfed_inside: sum(all(({ unfedInside }) => unfedInside)),
    lost: sum(all(({ lost }) => lost)),
    numbers_twice: sum(all(({ numbersTwice }) => numbersTwice)),
    unclean_outside: sum(all(({ uncleanOutside }) => uncleanOutside)),
    knee_rps: kneeRate,
    spikes: spikes.length,
  };
};

const run = (options: BenchOptions): Promise<Findings> =>
  onMixer(options, async (mixer, cores) => {
    const { say, seconds, rounds } = options;
    const knee = await findKnee(mixer, { ...options, seconds: Math.min(seconds, KNEE_STEP_S) });
    if (knee.rate === 0) throw new Error('no rate holds: there is no knee to take ten times the half of');
    const spikes: Spike[] = [];
    for (let nth = 1; nth <= rounds; nth++) {
      const spike = await playSpike(mixer, knee.rate, seconds);
      say(`spike ${nth}: ${saySpike(spike)}`);
      spikes.push(spike);
    }
    return {
      line: lineOf(spikes, knee.rate),
      raw: { cores, kneeRate: knee.rate, spikes, atTheKnee: knee.steps, onTheWay: knee.onTheWay },
    };
  });

/** Ten times half the knee for a minute, three times; what it costs, and how soon it is over. */
export const benchSpike: Bench = { seconds: 60, rounds: 3, run };

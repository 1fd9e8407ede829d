import { mondayRate } from '../../district/shape.ts';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { median, round } from '../figures.ts';
import { splitCores } from '../machine/cores.ts';
import { openPlatform } from '../platform/platform.ts';
import { findKnee, type Knee } from './knee.ts';
import { createMixer } from './mixer.ts';
import { warmUp } from './step.ts';

/** What went wrong at the knee, and every acknowledged case that was lost or shares its number at any rate. */
const errorsOf = ({ steps, onTheWay }: Knee): number =>
  steps.reduce((sum, { unclean }) => sum + unclean, 0) +
  [...steps, ...onTheWay].reduce((sum, { confirmed }) => sum + confirmed.lost + confirmed.numbersTwice, 0);

const run = async (options: BenchOptions): Promise<Findings> => {
  const { say } = options;
  const cores = splitCores();
  say(cores.said);
  const platform = await openPlatform(options);
  try {
    const mixer = await createMixer(platform, cores);
    await warmUp(mixer, say);
    const knee = await findKnee(mixer, options);
    const monday = mondayRate();
    say(
      `the busiest hour of a Monday is ${round(monday)} requests/s: the knee is ${round(knee.rate / monday)} times that`,
    );
    return {
      line: {
        bench: 'mix',
        knee_rps: knee.rate > 0 ? median(knee.steps.map(({ rps }) => rps)) : 0,
        read_p95_ms: median(knee.steps.map(({ readP95Ms }) => readP95Ms)),
        write_p95_ms: median(knee.steps.map(({ writeP95Ms }) => writeP95Ms)),
        errors: errorsOf(knee),
      },
      raw: {
        cores: cores.said,
        mondayRps: round(monday),
        kneeRate: knee.rate,
        atTheKnee: knee.steps,
        onTheWay: knee.onTheWay,
      },
    };
  } finally {
    await platform.stop();
  }
};

/** The peak of a district at rising rates until the knee. */
export const benchMix: Bench = { seconds: 15, rounds: 3, run };

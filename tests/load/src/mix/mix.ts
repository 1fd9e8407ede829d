import { mondayRate } from '../../district/shape.ts';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { median, round } from '../figures.ts';
import { splitCores } from '../machine/cores.ts';
import { openPlatform } from '../platform/platform.ts';
import { confirmKnee, findKnee } from './knee.ts';
import { createMixer } from './mixer.ts';
import { type Step, warmUp } from './step.ts';

/** What went wrong at the knee, and every acknowledged case that was lost or shares its number at any rate. */
const errorsOf = (atTheKnee: readonly Step[], onTheWay: readonly Step[]): number =>
  atTheKnee.reduce((sum, { unclean }) => sum + unclean, 0) +
  [...atTheKnee, ...onTheWay].reduce((sum, { confirmed }) => sum + confirmed.lost + confirmed.numbersTwice, 0);

const run = async (options: BenchOptions): Promise<Findings> => {
  const { say } = options;
  const cores = splitCores();
  say(cores.said);
  const platform = await openPlatform(options);
  try {
    const mixer = await createMixer(platform, cores);
    await warmUp(mixer, say);
    const found = await findKnee(mixer, options);
    const knee = await confirmKnee(mixer, found, options);
    const monday = mondayRate();
    say(
      `the busiest hour of a Monday is ${round(monday)} requests/s: the knee is ${round(knee.rate / monday)} times that`,
    );
    return {
      line: {
        bench: 'mix',
        knee_rps: median(knee.steps.map(({ rps }) => rps)),
        read_p95_ms: median(knee.steps.map(({ readP95Ms }) => readP95Ms)),
        write_p95_ms: median(knee.steps.map(({ writeP95Ms }) => writeP95Ms)),
        errors: errorsOf(knee.steps, found.steps),
      },
      raw: {
        cores: cores.said,
        mondayRps: round(monday),
        kneeRate: knee.rate,
        atTheKnee: knee.steps,
        onTheWay: found.steps,
      },
    };
  } finally {
    await platform.stop();
  }
};

/** The peak of a district at rising rates until the knee. */
export const benchMix: Bench = { seconds: 15, rounds: 3, run };

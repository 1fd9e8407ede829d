import { mondayRate } from '../../district/shape.ts';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { median, round } from '../figures.ts';
import { findKnee, type Knee } from './knee.ts';
import { onMixer } from './mixing.ts';

/** What went wrong at the knee, and every acknowledged case that was lost or shares its number at any rate. */
const errorsOf = ({ steps, onTheWay }: Knee): number =>
  steps.reduce((sum, { unclean }) => sum + unclean, 0) +
  [...steps, ...onTheWay].reduce((sum, { confirmed }) => sum + confirmed.lost + confirmed.numbersTwice, 0);

/** At the knee: decisions that found no dossier, searches that found nobody. */
const countOf = ({ steps }: Knee, what: string): number =>
  steps.reduce((sum, { counts }) => sum + (counts[what] ?? 0), 0);

const run = (options: BenchOptions): Promise<Findings> =>
  onMixer(options, async (mixer, cores) => {
    const knee = await findKnee(mixer, options);
    const mondayRps = round(mondayRate());
    options.say(
      `the busiest hour of a Monday is ${mondayRps} requests/s: the knee is ${round(knee.rate / mondayRps)} times that`,
    );
    return {
      line: {
        bench: 'mix',
        knee_rps: knee.rate,
        good_rps: median(knee.steps.map(({ rps }) => rps)),
        read_p95_ms: median(knee.steps.map(({ readP95Ms }) => readP95Ms)),
        write_p95_ms: median(knee.steps.map(({ writeP95Ms }) => writeP95Ms)),
        list_p95_ms: median(knee.steps.map(({ listP95Ms }) => listP95Ms)),
        unfed: countOf(knee, 'unfed'),
        unfound: countOf(knee, 'unfound'),
        errors: errorsOf(knee),
      },
      raw: { cores, mondayRps, kneeRate: knee.rate, atTheKnee: knee.steps, onTheWay: knee.onTheWay },
    };
  });

/** The peak of a district at rising rates until the knee. */
export const benchMix: Bench = { seconds: 15, rounds: 3, run };

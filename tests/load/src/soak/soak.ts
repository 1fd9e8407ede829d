import { district } from '../../district/district.ts';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { round, slope } from '../figures.ts';
import { type Usages, usageOfParts } from '../machine/processes.ts';
import { findKnee } from '../mix/knee.ts';
import type { Mixer } from '../mix/mixer.ts';
import { onMixer } from '../mix/mixing.ts';
import { playStep, type Step, sayStep } from '../mix/step.ts';
import { type Insight, openInsight } from './inside.ts';

const KNEE_STEP_S = 10;
const KNEE_ROUNDS = 3;
/** So often it is said how the platform is. */
const SAY_EVERY = 30;
const LOOK_MS = 10_000;
const HOUR_MS = 3_600_000;
const MB = 1024 ** 2;

interface Look {
  readonly atMs: number;
  readonly parts: Usages;
}

interface Growth {
  readonly rssMb: number;
  readonly rssMbPerHour: number;
  readonly openFiles: number;
  readonly openFilesPerHour: number;
}

/** Looks at every process once in a while until `stop`. */
const watchParts = (say: BenchOptions['say']): { readonly looks: Look[]; readonly stop: () => void } => {
  const looks: Look[] = [];
  const look = (): void => {
    const parts = usageOfParts();
    looks.push({ atMs: Date.now(), parts });
    if (looks.length % SAY_EVERY === 0)
      say(
        `after ${(looks.length * LOOK_MS) / 60_000} min: ${Object.entries(parts)
          .map(([part, { rssBytes }]) => `${part} ${Math.round(rssBytes / MB)} MB`)
          .join(', ')}`,
      );
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    looks,
    stop: () => {
      clearInterval(timer);
      look();
    },
  };
};

/** How memory and open files of each part grow, over the second half. */
const growthOf = (looks: readonly Look[]): Record<string, Growth> => {
  const late = looks.slice(Math.floor(looks.length / 2));
  const last = looks.at(-1)?.parts ?? {};
  return Object.fromEntries(
    Object.entries(last).map(([part, { rssBytes, openFiles }]) => {
      const perHour = (of: (parts: Usages) => number): number =>
        round(slope(late.map(({ atMs, parts }) => [atMs / HOUR_MS, of(parts)])));
      return [
        part,
        {
          rssMb: round(rssBytes / MB),
          rssMbPerHour: perHour((parts) => (parts[part]?.rssBytes ?? 0) / MB),
          openFiles,
          openFilesPerHour: perHour((parts) => parts[part]?.openFiles ?? 0),
        },
      ];
    }),
  );
};

const soak = async (mixer: Mixer, rate: number, { seconds, say }: BenchOptions) => {
  const watched = watchParts(say);
  try {
    const step = await playStep(mixer, rate, seconds, true);
    sayStep(say, step);
    return { step, looks: watched.looks };
  } finally {
    watched.stop();
  }
};

/** What one figure came to in each part of the platform. */
const eachOf = <T>(parts: Readonly<Record<string, T>>, figureOf: (part: T) => number): Record<string, number> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, figureOf(part)]));

type Inside = ReturnType<Insight['read']>;

const lineOf = (
  { step, parts, inside }: { step: Step; parts: Readonly<Record<string, Growth>>; inside: Inside },
  seconds: number,
): Findings['line'] => ({
  bench: 'soak',
  minutes: round(seconds / 60),
  rate: step.rate,
  rps: step.rps,
  unclean_errors_rate: round(step.unclean / (step.answers || 1), 5),
  refused_rate: round(step.refused / (step.answers || 1), 5),
  lost: step.confirmed.lost,
  numbers_twice: step.confirmed.numbersTwice,
  unfed: step.counts['unfed'] ?? 0,
  read_p95_ms: step.readP95Ms,
  write_p95_ms: step.writeP95Ms,
  list_p95_ms: step.listP95Ms,
  loop_p99_ms: Math.max(...Object.values(inside).map(({ loopP99Ms }) => loopP99Ms.run)),
  live_mb: eachOf(inside, ({ liveMb }) => liveMb),
  live_mb_per_hour: eachOf(inside, ({ liveMbPerHour }) => liveMbPerHour),
  collections: eachOf(inside, ({ collections }) => collections),
  external_mb_per_hour: eachOf(inside, ({ externalMbPerHour }) => externalMbPerHour),
  rss_mb: eachOf(parts, ({ rssMb }) => rssMb),
  rss_mb_per_hour: eachOf(parts, ({ rssMbPerHour }) => rssMbPerHour),
  open_files_per_hour: eachOf(parts, ({ openFilesPerHour }) => openFilesPerHour),
});

const work = async (mixer: Mixer, cores: string, insight: Insight, options: BenchOptions): Promise<Findings> => {
  const { say, seconds } = options;
  const knee = await findKnee(mixer, { ...options, rounds: KNEE_ROUNDS, seconds: Math.min(seconds, KNEE_STEP_S) });
  if (knee.rate === 0) throw new Error('no rate holds: there is no knee to take the half of');
  const rate = Math.max(1, Math.floor(knee.rate / 2));
  say(`${seconds} s at ${rate}/s, ${district.heavy.department} at ${district.heavy.times} times its share …`);
  insight.begin();
  const { step, looks } = await soak(mixer, rate, options);
  const [inside, parts] = [insight.read(), growthOf(looks)];
  return {
    line: lineOf({ step, parts, inside }, seconds),
    raw: { cores, kneeRate: knee.rate, step, services: inside, parts, atTheKnee: knee.steps, onTheWay: knee.onTheWay },
  };
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const insight = openInsight();
  try {
    const { settings } = insight;
    return await onMixer({ ...options, settings }, (mixer, cores) => work(mixer, cores, insight, options));
  } finally {
    insight.close();
  }
};

/** Half an hour at half the knee, with one department at seven times its share: what grows, what lags. */
export const benchSoak: Bench = { seconds: 1_800, rounds: 1, run };

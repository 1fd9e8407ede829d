import { district } from '../../district/district.ts';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { round, slope } from '../figures.ts';
import { splitCores } from '../machine/cores.ts';
import { type Usages, usageOfParts } from '../machine/processes.ts';
import { findKnee } from '../mix/knee.ts';
import { createMixer, type Mixer } from '../mix/mixer.ts';
import { playStep, sayStep, warmUp } from '../mix/step.ts';
import { openPlatform } from '../platform/platform.ts';
import { openInsight } from './inside.ts';

const KNEE_STEP_S = 10;
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
const watchParts = (): { readonly looks: Look[]; readonly stop: () => void } => {
  const looks: Look[] = [];
  const look = (): void => void looks.push({ atMs: Date.now(), parts: usageOfParts() });
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
  const watched = watchParts();
  try {
    const step = await playStep(mixer, rate, seconds, true);
    sayStep(say, step);
    return { step, looks: watched.looks };
  } finally {
    watched.stop();
  }
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const { say } = options;
  const cores = splitCores();
  say(cores.said);
  const insight = openInsight();
  const platform = await openPlatform(options, { settings: insight.settings });
  try {
    const mixer = await createMixer(platform, cores);
    await warmUp(mixer, say);
    const knee = await findKnee(mixer, { ...options, seconds: Math.min(options.seconds, KNEE_STEP_S) });
    const rate = Math.max(1, Math.floor(knee.rate / 2));
    say(`${options.seconds} s at ${rate}/s, ${district.heavy.department} at ${district.heavy.times} times its share …`);
    const startedAt = Date.now();
    const { step, looks } = await soak(mixer, rate, options);
    const inside = insight.read(startedAt);
    const parts = growthOf(looks);
    return {
      line: {
        bench: 'soak',
        minutes: round(options.seconds / 60),
        rps: step.rps,
        unclean_errors_rate: round(step.unclean / (step.rps * options.seconds || 1), 5),
        lost: step.confirmed.lost,
        read_p95_ms: step.readP95Ms,
        write_p95_ms: step.writeP95Ms,
        loop_p99_ms: Math.max(...Object.values(inside).map(({ loopP99Ms }) => loopP99Ms.median)),
        rss_mb_per_hour: Math.max(...Object.values(inside).map(({ rssMbPerHour }) => rssMbPerHour)),
        open_files_per_hour: Math.max(...Object.values(parts).map(({ openFilesPerHour }) => openFilesPerHour)),
      },
      raw: { cores: cores.said, kneeRate: knee.rate, step, services: inside, parts, onTheWay: knee.steps },
    };
  } finally {
    await platform.stop();
    insight.close();
  }
};

/** Half an hour at half the knee, with one department at seven times its share: what grows, what lags. */
export const benchSoak: Bench = { seconds: 1_800, rounds: 1, run };

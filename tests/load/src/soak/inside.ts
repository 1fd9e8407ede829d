import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES, type StackOptions, temporaryFolder } from '@yimen/local';
import { median, percentile, round, slope } from '../figures.ts';

/** What `probe/loop.ts` writes. */
interface Sample {
  readonly atMs: number;
  readonly instance: string;
  readonly loopP99Ms: number;
  readonly runP99Ms?: number;
  readonly runMaxMs?: number;
  readonly rss: number;
  /** Buffers, outside the heap. */
  readonly external: number;
  /** The heap after a whole collection, when there was one. */
  readonly live?: number;
}

/** What one process was like over a run. */
interface Inside {
  readonly samples: number;
  /** How late the event loop was: over the whole run, and in each five seconds of it. */
  readonly loopP99Ms: { readonly run: number; readonly median: number; readonly worst: number };
  readonly loopMaxMs: number;
  readonly rssMb: { readonly first: number; readonly last: number };
  /** What lives in the heap after a whole collection, how many of these there were, and how it grows once everything is warm. */
  readonly liveMb: number;
  readonly collections: number;
  readonly liveMbPerHour: number;
  /** How buffers outside the heap grow meanwhile. */
  readonly externalMbPerHour: number;
}

/** A look into the services of a platform. */
export interface Insight {
  /** What the services are started with. */
  readonly settings: NonNullable<StackOptions['settings']>;
  /** From now on the run is measured. */
  readonly begin: () => void;
  /** By process, of the samples since `begin`. */
  readonly read: () => Readonly<Record<string, Inside>>;
  readonly close: () => void;
}

const MB = 1024 ** 2;
const HOUR_MS = 3_600_000;
const PROBE = join(import.meta.dirname, '../../probe/loop.ts');

/** Has every service load the probe. */
export const openInsight = (): Insight => {
  const { path: folder, remove } = temporaryFolder('probe');
  let sinceMs = 0;
  const own = { NODE_OPTIONS: `--import=${pathToFileURL(PROBE).href}`, PROBE_FOLDER: folder };
  return {
    settings: Object.fromEntries(SERVICES.map((name) => [name, own])),
    begin: () => {
      sinceMs = Date.now();
      writeFileSync(join(folder, 'begin'), '');
    },
    read: () => {
      const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
      const files = names.map((name) => readFileSync(join(folder, name), 'utf8'));
      const samples = files.flatMap((text) =>
        text
          .trim()
          .split('\n')
          .filter((line) => line !== '')
          .map((line): Sample => JSON.parse(line)),
      );
      const byProcess = Map.groupBy(
        samples.filter(({ atMs }) => atMs >= sinceMs),
        ({ instance }) => instance,
      );
      return Object.fromEntries([...byProcess].map(([name, own]) => [name, insideOf(own)]));
    },
    close: remove,
  };
};

/** Fewer whole collections tell nothing of how memory grows. */
const TELLING = 5;
/** After this share of a run everything is warm. */
const WARM = 1 / 3;

const insideOf = (samples: readonly Sample[]): Inside => {
  const warm = samples.slice(Math.floor(samples.length * WARM));
  const living = warm.flatMap(({ atMs, live }) => (live === undefined ? [] : [[atMs / HOUR_MS, live / MB] as const]));
  const last = samples.findLast(({ runP99Ms }) => runP99Ms !== undefined);
  const delays = samples.map(({ loopP99Ms }) => loopP99Ms);
  return {
    samples: samples.length,
    loopP99Ms: { run: last?.runP99Ms ?? Number.NaN, median: median(delays), worst: percentile(delays, 1) },
    loopMaxMs: last?.runMaxMs ?? Number.NaN,
    rssMb: { first: round((samples[0]?.rss ?? 0) / MB), last: round((samples.at(-1)?.rss ?? 0) / MB) },
    liveMb: round(living.at(-1)?.[1] ?? Number.NaN),
    collections: living.length,
    liveMbPerHour: living.length < TELLING ? Number.NaN : round(slope(living)),
    externalMbPerHour: round(slope(warm.map(({ atMs, external }) => [atMs / HOUR_MS, external / MB]))),
  };
};

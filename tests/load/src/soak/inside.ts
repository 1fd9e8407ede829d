import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES, type StackOptions } from '@yimen/local';
import { median, percentile, round, slope } from '../figures.ts';

/** What `probe/loop.ts` writes. */
interface Sample {
  readonly atMs: number;
  readonly instance: string;
  readonly loopP99Ms: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** What one process was like over a run. */
interface Inside {
  readonly samples: number;
  readonly loopP99Ms: { readonly median: number; readonly worst: number };
  readonly rssMb: { readonly first: number; readonly last: number };
  /** Growth of memory over the second half, when everything is warm. */
  readonly rssMbPerHour: number;
  readonly heapMbPerHour: number;
}

/** A look into the services of a platform. */
export interface Insight {
  /** What the services are started with. */
  readonly settings: NonNullable<StackOptions['settings']>;
  /** By process, of the samples taken since an instant. */
  readonly read: (sinceMs: number) => Readonly<Record<string, Inside>>;
  readonly close: () => void;
}

const MB = 1024 ** 2;
const HOUR_MS = 3_600_000;
const PROBE = join(import.meta.dirname, '../../probe/loop.ts');

/** Has every service load the probe. */
export const openInsight = (): Insight => {
  const folder = mkdtempSync(join(tmpdir(), 'yimen-probe-'));
  const own = { NODE_OPTIONS: `--import=${pathToFileURL(PROBE).href}`, PROBE_FOLDER: folder };
  return {
    settings: Object.fromEntries(SERVICES.map((name) => [name, own])),
    read: (sinceMs) => {
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
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
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const insideOf = (samples: readonly Sample[]): Inside => {
  const late = samples.slice(Math.floor(samples.length / 2));
  const perHour = (of: (sample: Sample) => number): number =>
    round(slope(late.map((sample) => [sample.atMs / HOUR_MS, of(sample) / MB])));
  const delays = samples.map(({ loopP99Ms }) => loopP99Ms);
  return {
    samples: samples.length,
    loopP99Ms: { median: median(delays), worst: percentile(delays, 1) },
    rssMb: { first: round((samples[0]?.rss ?? 0) / MB), last: round((samples.at(-1)?.rss ?? 0) / MB) },
    rssMbPerHour: perHour(({ rss }) => rss),
    heapMbPerHour: perHour(({ heapUsed }) => heapUsed),
  };
};

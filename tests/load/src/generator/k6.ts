import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath, temporaryFolder } from '@yimen/local';
import { cpuOf } from '../machine/processes.ts';
import { type Line, readLines } from './lines.ts';

const K6 = 'go.k6.io/k6@v1.8.1';
const home = fileURLToPath(new URL('../../../../.cache/bin', import.meta.url));
const scripts = fileURLToPath(new URL('../../k6', import.meta.url));

/** Path of the k6 binary: from an earlier run, from the PATH, or built once by Go. */
export const findK6 = (): string => {
  const path = join(home, 'k6');
  if (existsSync(path)) return path;
  const installed = onPath('k6', process.env['PATH'] ?? '');
  if (installed) return installed;
  process.stderr.write('building k6 once (a minute or two) …\n');
  try {
    execFileSync('go', ['install', K6], { env: { ...process.env, GOBIN: home, GOFLAGS: '' }, stdio: ['ignore', 2, 2] });
  } catch (error) {
    throw new Error('k6 is not here and could not be built: install k6 ≥ 1.0 or Go ≥ 1.24.', {
      cause: error,
    });
  }
  return path;
};

/** What one run of k6 is told. */
export interface GeneratorRun {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Command and arguments before k6, such as `taskset -c 1`. */
  readonly prefix?: readonly string[];
  readonly ending: AbortSignal;
}

/** What came of one run of k6. */
export interface Generated {
  /** Seconds from the first to the last answer. */
  readonly tookS: number;
  readonly lines: readonly Line[];
  /** Requests that the generator could not send in time: no front end was free. */
  readonly dropped: number;
  /** The bars of `thresholds.ts` that were missed. */
  readonly missed: readonly string[];
  /** k6's own CPU, in cores; NaN where it cannot be known. */
  readonly generatorCores: number;
}

const THRESHOLDS_MISSED = 99;
const SAMPLE_MS = 200;

/** Runs one script to its end. Bars that were missed are told, not thrown; anything else that stops k6 is. */
export const runK6 = async (k6: string, { script, env, prefix = [], ending }: GeneratorRun): Promise<Generated> => {
  ending.throwIfAborted();
  const folder = temporaryFolder('k6');
  const [summary, lines, log] = ['summary.json', 'lines.txt', 'log.txt'].map((name) =>
    join(folder.path, name),
  ) as Files;
  try {
    const output = ['--summary-export', summary, '--console-output', lines, '--log-format', 'raw'];
    const args = ['run', '--quiet', '--no-usage-report', '--log-output', `file=${log}`, ...output];
    const [command = k6, ...rest] = [...prefix, k6, ...args, join(scripts, script)];
    const { code, cores } = await follow(command, rest, { env, ending });
    ending.throwIfAborted();
    if (code !== 0 && code !== THRESHOLDS_MISSED) throw new Error(`k6 ended with ${code}: ${tail(log)}`);
    const { metrics }: Summary = JSON.parse(readFileSync(summary, 'utf8'));
    const read = await readLines(lines);
    return {
      tookS: ((read.at(-1)?.atMs ?? 0) - (read[0]?.atMs ?? 0)) / 1000,
      lines: read,
      dropped: count(metrics['dropped_iterations']),
      missed: missedOf(metrics),
      generatorCores: cores,
    };
  } finally {
    folder.remove();
  }
};

type Files = [summary: string, lines: string, log: string];

const tail = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').slice(-2_000) : '(no log)');

/** k6 is ours: when this process is told to stop, it goes first. */
const follow = async (
  command: string,
  args: readonly string[],
  { env, ending }: Pick<GeneratorRun, 'env' | 'ending'>,
): Promise<{ code: number | null; cores: number }> => {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  ending.addEventListener('abort', end, { once: true });
  const startedAt = performance.now();
  let used = { cpuMs: Number.NaN, afterMs: 1 };
  const sampling = setInterval(() => {
    const cpuMs = cpuOf(child.pid ?? 0);
    if (!Number.isNaN(cpuMs)) used = { cpuMs, afterMs: performance.now() - startedAt };
  }, SAMPLE_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
    return { code, cores: Number((used.cpuMs / used.afterMs).toFixed(2)) };
  } finally {
    clearInterval(sampling);
    process.off('exit', end);
    ending.removeEventListener('abort', end);
  }
};

type Metric = Readonly<Record<string, unknown>> | undefined;
interface Summary {
  readonly metrics: Readonly<Record<string, Metric>>;
}

const count = (metric: Metric): number => Number(metric?.['count'] ?? 0);

/** In the summary a threshold that was crossed is `true`. */
const missedOf = (metrics: Summary['metrics']): string[] =>
  Object.entries(metrics).flatMap(([name, metric]) =>
    Object.entries((metric?.['thresholds'] ?? {}) as Record<string, boolean>)
      .filter(([, crossed]) => crossed)
      .map(([bar]) => `${name} ${bar}`),
  );

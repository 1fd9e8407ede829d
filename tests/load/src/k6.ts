import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const K6 = 'go.k6.io/k6@v1.8.1';
const home = fileURLToPath(new URL('../../../.cache/bin', import.meta.url));
const scripts = fileURLToPath(new URL('../k6', import.meta.url));

/** Path of the k6 binary: from an earlier run, or built once by Go. */
export const findK6 = (): string => {
  const path = join(home, 'k6');
  if (existsSync(path)) return path;
  process.stderr.write('building k6 once (a minute or two) …\n');
  try {
    execFileSync('go', ['install', K6], { env: { ...process.env, GOBIN: home, GOFLAGS: '' }, stdio: ['ignore', 2, 2] });
  } catch (error) {
    throw new Error('k6 is not here and could not be built: install Go ≥ 1.24, or put a k6 binary into .cache/bin.', {
      cause: error,
    });
  }
  return path;
};

/** Figures of one k6 run. */
export interface Round {
  readonly rps: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** Runs one script to its end and answers its figures. */
export const runK6 = async (k6: string, script: string, env: Record<string, string>): Promise<Round> => {
  const folder = mkdtempSync(join(tmpdir(), 'yimen-k6-'));
  try {
    const summary = join(folder, 'summary.json');
    const args = ['run', '--quiet', '--no-usage-report', '--summary-export', summary, join(scripts, script)];
    const child = spawn(k6, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 2] });
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
    if (code !== 0) throw new Error(`k6 ended with ${code}`);
    return roundOf(JSON.parse(readFileSync(summary, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Summary {
  readonly metrics: Record<string, Record<string, number> | undefined>;
}

const roundOf = ({ metrics }: Summary): Round => ({
  rps: metrics['http_reqs']?.['rate'] ?? 0,
  p95Ms: metrics['http_req_duration']?.['p(95)'] ?? Number.NaN,
  p99Ms: metrics['http_req_duration']?.['p(99)'] ?? Number.NaN,
  errors: metrics['checks']?.['fails'] ?? Number.NaN,
});

/** The middle one of an odd number of figures. */
export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

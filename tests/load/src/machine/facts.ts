import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What a figure depends on besides the code. */
export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Load of the last minute when the run began: above 0.5 somebody else was at work. */
  readonly loadBefore: number;
}

/** The machine as it is now. */
export const machineFacts = (): Machine => ({
  cpus: cpus().length,
  model: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${platform()} ${release()} ${arch()}`,
  node: process.version,
  loadBefore: Number((loadavg()[0] ?? Number.NaN).toFixed(2)),
});

const cwd = fileURLToPath(new URL('../../', import.meta.url));

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

/** What a figure may depend on; the results themselves are written meanwhile. */
const MEASURED = [':/libs', ':/services', ':/deploy', ':/tests', ':!/tests/load/results', ':/pnpm-lock.yaml'];

/** The commit that runs, and whether the checkout has changes beside it. */
export const commitFacts = (): {
  readonly commit: string;
  readonly committedAt: string;
  readonly changed: boolean;
} => ({
  commit: git('rev-parse', '--short=9', 'HEAD') || 'unknown',
  committedAt: git('log', '-1', '--format=%cI'),
  changed: git('status', '--porcelain', '--untracked-files=no', ...MEASURED) !== '',
});

import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How the generator is kept apart from what it measures. */
export interface Cores {
  /** Put before the command of the generator. */
  readonly prefix: readonly string[];
  /** A sentence for people who read the figures. */
  readonly said: string;
}

/**
 * Gives the generator the last core for itself and leaves the others to the platform: everything that this process
 * starts afterwards. Without `taskset`, or with one core only, both share, and `said` says so.
 */
export const splitCores = (): Cores => {
  const cores = availableParallelism();
  if (cores < 2) return { prefix: [], said: 'one core for generator and platform together' };
  const last = cores - 1;
  const platform = last === 1 ? '0' : `0-${last - 1}`;
  try {
    execFileSync('taskset', ['-acp', platform, String(process.pid)], { stdio: 'ignore' });
    return {
      prefix: ['taskset', '-c', String(last)],
      said: `generator on core ${last} alone, platform on ${platform === '0' ? 'core 0' : `cores ${platform}`}`,
    };
  } catch {
    return { prefix: [], said: `generator and platform share ${cores} cores: there is no taskset here` };
  }
};

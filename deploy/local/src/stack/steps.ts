import type { Say } from '../servers/tools.ts';

/** One step of a long start: its own work, or parts that run at the same time. */
export interface Step {
  readonly title: string;
  readonly run?: (say: Say) => Promise<void>;
  readonly parts?: readonly Step[];
}

/** Runs steps in order without showing anything; the first failure is thrown after its siblings have ended. */
export const runSteps = async (steps: readonly Step[]): Promise<void> => {
  for (const { run, parts = [] } of steps) {
    await run?.(() => {});
    const results = await Promise.allSettled(parts.map((part) => runSteps([part])));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
};

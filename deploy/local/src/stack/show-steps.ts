import { Listr, type ListrTask } from 'listr2';
import { explain } from '../servers/obstacle.ts';
import type { Step } from './steps.ts';

const asTask = (step: Step): ListrTask => ({
  title: step.title,
  task: async (_context, task) => {
    try {
      await step.run?.((detail) => {
        // plain lines of steps that run at once come in any order: each says whose it is
        task.output = process.stdout.isTTY ? detail : `${step.title}: ${detail}`;
      });
    } catch (error) {
      // listr shows the message under the title; the full sentence is printed once, at the end
      throw Object.assign(new Error(explain(error).split('\n')[0]), { cause: error });
    }
    if (!step.parts) return undefined;
    return task.newListr(step.parts.map(asTask), { concurrent: true, exitOnError: true });
  },
  rendererOptions: { persistentOutput: true },
});

/** Runs steps in order and shows them live in a terminal, as plain lines elsewhere. Throws the first failure as it was. */
export const showSteps = async (steps: readonly Step[]): Promise<void> => {
  const options = { rendererOptions: { timer: { condition: true, field: seconds }, collapseSubtasks: false } };
  try {
    await new Listr(steps.map(asTask), {
      ...options,
      fallbackRenderer: 'simple',
      collectErrors: false,
      registerSignalListeners: false,
    }).run();
  } catch (error) {
    throw error instanceof Error && error.cause ? error.cause : error;
  }
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

import { join } from 'node:path';
import { type PartName, SERVICES, type ServiceName, type Stack, startStack } from '@yimen/local';
import type { Patch } from '../../preload/orders.ts';
import { openSwitchboard, type Switchboard } from './switchboard.ts';

/** What a round is played on: a whole platform, and the hands that reach into its processes. */
export interface Stage {
  readonly stack: Stack;
  readonly dir: string;
  readonly board: (service: ServiceName) => Switchboard;
  /** SIGKILL, and up again at once. */
  readonly bounce: (part: PartName) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How a stage is set. */
export interface StageOptions {
  /** A folder of its own for data, logs and orders. */
  readonly dir: string;
  readonly mutant?: readonly Patch[];
  /** The clocks of the services can be bent. */
  readonly bendsTime?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly tell: (sentence: string) => void;
}

/** Starts a platform whose processes listen to the harness. */
export const openStage = async ({ dir, mutant = [], bendsTime = false, env, tell }: StageOptions): Promise<Stage> => {
  const boards = new Map(SERVICES.map((name) => [name, openSwitchboard(join(dir, 'orders'), name, mutant, bendsTime)]));
  const board = (service: ServiceName): Switchboard => {
    const found = boards.get(service);
    if (!found) throw new Error(`There is no ${service}.`);
    return found;
  };
  const stack = await startStack({
    stateDir: join(dir, 'state'),
    settings: Object.fromEntries([...boards].map(([name, { settings }]) => [name, settings])),
    ...(env ? { env } : {}),
    tell,
  });
  return {
    stack,
    dir,
    board,
    bounce: async (part) => {
      await stack.kill(part);
      await stack.restart(part);
    },
    close: () => stack.stop(),
  };
};

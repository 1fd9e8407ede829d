import { join } from 'node:path';
import { type PartName, SERVICES, type ServiceName, type Stack, SYSTEMS, startStack } from '@yimen/local';
import type { Patch } from '../../preload/orders.ts';
import { type Cluster, startBrokers, startReplicaSet } from './cluster.ts';
import { openSwitchboard, type Switchboard } from './switchboard.ts';

const CLUSTERS = { brokers: startBrokers, 'replica-set': startReplicaSet };

/** Who waits for news that got lost asks soon here; in life it is minutes. */
const HASTE = Object.fromEntries(
  Object.keys(SYSTEMS).map((system) => [system, { pollMs: 4_000, limits: { backoffLimitMs: 8_000 } }]),
);

/** What a round is played on: a whole platform, and the hands that reach into its processes. */
export interface Stage {
  readonly stack: Stack;
  readonly dir: string;
  readonly board: (service: ServiceName) => Switchboard;
  /** SIGKILL, and up again at once. */
  readonly bounce: (part: PartName) => Promise<void>;
  readonly cluster?: Cluster;
  readonly close: () => Promise<void>;
}

/** How a stage is set. */
export interface StageOptions {
  /** A folder of its own for data, logs and orders. */
  readonly dir: string;
  readonly mutant?: readonly Patch[];
  /** The clocks of the services can be bent. */
  readonly bendsTime?: boolean;
  /** Servers of which there are three. */
  readonly servers?: keyof typeof CLUSTERS;
  readonly tell: (sentence: string) => void;
}

/** Starts a platform whose processes listen to the harness. */
export const openStage = async ({
  dir,
  mutant = [],
  bendsTime = false,
  servers,
  tell,
}: StageOptions): Promise<Stage> => {
  const boards = new Map(SERVICES.map((name) => [name, openSwitchboard(join(dir, 'orders'), name, mutant, bendsTime)]));
  const board = (service: ServiceName): Switchboard => {
    const found = boards.get(service);
    if (!found) throw new Error(`There is no ${service}.`);
    return found;
  };
  const cluster = servers && (await CLUSTERS[servers](join(dir, 'cluster')));
  const stack = await startStack({
    stateDir: join(dir, 'state'),
    settings: Object.fromEntries([...boards].map(([name, { settings }]) => [name, settings])),
    systems: HASTE,
    ...(cluster ? { env: { PATH: process.env['PATH'], ...cluster.env } } : {}),
    tell,
  }).catch(async (error: unknown) => {
    await cluster?.close();
    throw error;
  });
  return {
    stack,
    dir,
    board,
    bounce: async (part) => {
      await stack.kill(part);
      await stack.restart(part);
    },
    ...(cluster ? { cluster } : {}),
    close: async () => {
      await stack.stop();
      await cluster?.close();
    },
  };
};

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CACHE_DIR,
  type Child,
  freePorts,
  mongodArguments,
  newClusterId,
  prepareBroker,
  RECIPES,
  startChild,
} from '@yimen/local';
import { connectStore } from '@yimen/store';

/** Three servers of one kind that hold everything together. */
export interface Cluster {
  /** The environment that a platform finds it by. */
  readonly env: Readonly<Record<string, string>>;
  /** SIGKILL; the node stays down until it is started again. */
  readonly kill: (node: number) => Promise<void>;
  /** Stops it in good order. */
  readonly stop: (node: number) => Promise<void>;
  readonly start: (node: number) => void;
  /** Resolves when all three serve. */
  readonly ready: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const NODES = [0, 1, 2] as const;
const READY_TRIES = 240;
const READY_PAUSE_MS = 250;

const clusterOf = async (
  begin: (node: number) => Child,
  address: { variable: string; value: string },
  isReady: () => Promise<boolean>,
): Promise<Cluster> => {
  const nodes = NODES.map(begin);
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
  };
  const ready = async (): Promise<void> => {
    for (let tries = 0; !(await isReady().catch(() => false)); tries++) {
      if (tries === READY_TRIES) throw new Error(`${address.variable}: three nodes do not serve.`);
      await pause(READY_PAUSE_MS);
    }
  };
  await ready().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    env: { [address.variable]: address.value },
    kill: async (node) => nodes[node]?.kill(),
    stop: async (node) => nodes[node]?.stop(),
    start: (node) => {
      nodes[node] = begin(node);
    },
    ready,
    close,
  };
};

const HEAP_MB = 384;
const { kafka, mongodb } = RECIPES;

/** Three brokers that are controllers, too; a message is safe when two have it. */
export const startBrokers = async (dir: string): Promise<Cluster> => {
  const path = process.env['PATH'] ?? '';
  const classPath = (await kafka.inCache(CACHE_DIR)) ?? (await kafka.download(CACHE_DIR, path, () => {}));
  const ports = await freePorts(2 * NODES.length);
  const cluster = NODES.map((node) => ({ port: ports[node] ?? 0, innerPort: ports[node + NODES.length] ?? 0 }));
  const shared = { cluster, clusterId: newClusterId(), classPath, path, heapMb: HEAP_MB };
  const lines = await Promise.all(
    NODES.map((nth) => prepareBroker({ ...shared, nth, dir: join(dir, `kafka-${nth}`) })),
  );
  const begin = (node: number): Child => {
    const line = lines[node];
    if (!line) throw new Error(`There is no broker ${node}.`);
    return startChild({ ...line, name: `kafka-${node}`, logFile: join(dir, 'logs', `kafka-${node}.log`) });
  };
  const addresses = cluster.map(({ port }) => kafka.address(port));
  const isReady = async (): Promise<boolean> => (await Promise.all(addresses.map(kafka.isReady))).every(Boolean);
  return clusterOf(begin, { variable: 'KAFKA_BROKERS', value: addresses.join(',') }, isReady);
};

/** A replica set of three; a write is acknowledged when two have it. */
export const startReplicaSet = async (dir: string): Promise<Cluster> => {
  const program =
    (await mongodb.inCache(CACHE_DIR)) ?? (await mongodb.download(CACHE_DIR, process.env['PATH'] ?? '', () => {}));
  const ports = await freePorts(NODES.length);
  const hosts = ports.map((port) => `127.0.0.1:${port}`);
  const begin = (node: number): Child => {
    const home = join(dir, `mongodb-${node}`);
    mkdirSync(home, { recursive: true });
    return startChild({
      name: `mongodb-${node}`,
      command: program,
      args: mongodArguments({ port: ports[node] ?? 0, dataDir: home, cacheGb: 0.25 }),
      logFile: join(dir, 'logs', `mongodb-${node}.log`),
    });
  };
  const value = `mongodb://${hosts.join(',')}/?replicaSet=rs0`;
  let initiated = false;
  const isReady = async (): Promise<boolean> => {
    if (!initiated) initiated = await initiate(hosts);
    const store = await connectStore({ url: value, database: 'admin', selectionMs: 1_000 });
    const { isWritablePrimary, hosts: seen } = await store.db.command({ hello: 1 });
    await store.close();
    return isWritablePrimary === true && Array.isArray(seen) && seen.length === NODES.length;
  };
  return clusterOf(begin, { variable: 'MONGODB_URL', value }, isReady);
};

const initiate = async (hosts: readonly string[]): Promise<boolean> => {
  const store = await connectStore({ url: `mongodb://${hosts[0]}/?directConnection=true`, database: 'admin' });
  try {
    const settings = { electionTimeoutMillis: 3_000 };
    const members = hosts.map((host, node) => ({ _id: node, host }));
    await store.db.command({ replSetInitiate: { _id: 'rs0', members, settings } });
    return true;
  } finally {
    await store.close();
  }
};

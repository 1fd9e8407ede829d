import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '@yimen/local';
import { connectStore } from '@yimen/store';
import { CACHE_DIR } from '../../../../deploy/local/src/places.ts';
import { type Child, startChild } from '../../../../deploy/local/src/servers/child.ts';
import { kafka } from '../../../../deploy/local/src/servers/kafka.ts';
import { mongodb } from '../../../../deploy/local/src/servers/mongodb.ts';
import { requireJava } from '../../../../deploy/local/src/servers/packages.ts';
import { runTool } from '../../../../deploy/local/src/servers/tools.ts';

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

const HEAP = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Three brokers that are controllers, too; a message is safe when two have it. */
export const startBrokers = async (dir: string): Promise<Cluster> => {
  const path = process.env['PATH'] ?? '';
  const classPath = (await kafka.inCache(CACHE_DIR)) ?? (await kafka.download(CACHE_DIR, path, () => {}));
  const java = await requireJava(path, 'Kafka');
  const ports = await freePorts(6);
  const voters = NODES.map((node) => `${node + 1}@127.0.0.1:${ports[node + 3]}`).join(',');
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  for (const node of NODES) {
    const home = join(dir, `kafka-${node}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'server.properties'), propertiesOf(node, home, ports, voters));
    const storage = [
      '-cp',
      classPath,
      'kafka.tools.StorageTool',
      'format',
      `--cluster-id=${id}`,
      '-c',
      join(home, 'server.properties'),
    ];
    await runTool(java, storage, 'Preparing a broker');
  }
  const value = NODES.map((node) => `127.0.0.1:${ports[node]}`).join(',');
  const begin = (node: number): Child =>
    startChild({
      name: `kafka-${node}`,
      command: java,
      args: [...HEAP, '-cp', classPath, 'kafka.Kafka', join(dir, `kafka-${node}`, 'server.properties')],
      logFile: join(dir, 'logs', `kafka-${node}.log`),
    });
  const isReady = async (): Promise<boolean> => {
    const up = await Promise.all(value.split(',').map((address) => kafka.isReady(address)));
    return up.every(Boolean);
  };
  return clusterOf(begin, { variable: 'KAFKA_BROKERS', value }, isReady);
};

const propertiesOf = (
  node: number,
  home: string,
  ports: readonly number[],
  voters: string,
): string => `process.roles=broker,controller
node.id=${node + 1}
controller.quorum.voters=${voters}
listeners=PLAINTEXT://127.0.0.1:${ports[node]},CONTROLLER://127.0.0.1:${ports[node + 3]}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports[node]}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(home, 'log')}
num.partitions=6
auto.create.topics.enable=false
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=6000
broker.heartbeat.interval.ms=1000
log.cleaner.dedupe.buffer.size=16777216
`;

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
      args: [
        ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(ports[node]), '--dbpath', home],
        ...['--wiredTigerCacheSizeGB', '0.25', '--nounixsocket', '--quiet'],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ],
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

import { existsSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireJava } from './packages.ts';
import type { CommandLine } from './server.ts';
import { runTool } from './tools.ts';

/** Where one broker of a cluster listens: to clients, and to the other brokers as their controller. */
interface BrokerPorts {
  readonly port: number;
  readonly innerPort: number;
}

/** One broker, which is a controller too. */
export interface BrokerNode {
  /** All of its cluster, itself included; one, or three. */
  readonly cluster: readonly BrokerPorts[];
  /** Its place among them, from 0. */
  readonly nth: number;
  /** Its own folder, for settings and data. */
  readonly dir: string;
}

const HOST = '127.0.0.1';

/** The settings of a broker: alone it holds everything once; of three, a message is safe when two have it. */
export const brokerProperties = ({ cluster, nth, dir }: BrokerNode): string => {
  const { port, innerPort } = cluster[nth] ?? { port: 0, innerPort: 0 };
  const voters = cluster.map((one, at) => `${at + 1}@${HOST}:${one.innerPort}`).join(',');
  // the defaults of 3 leave a single node without a group coordinator
  const [copies, safe] = cluster.length >= 3 ? [3, 2] : [1, 1];
  return `process.roles=broker,controller
node.id=${nth + 1}
controller.quorum.voters=${voters}
listeners=PLAINTEXT://${HOST}:${port},CONTROLLER://${HOST}:${innerPort}
advertised.listeners=PLAINTEXT://${HOST}:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(dir, 'log')}
num.partitions=6
auto.create.topics.enable=false
default.replication.factor=${copies}
min.insync.replicas=${safe}
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${safe}
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${safe}
group.initial.rebalance.delay.ms=0
# a killed broker may come back only when its old session has ended
broker.session.timeout.ms=6000
broker.heartbeat.interval.ms=1000
log.cleaner.dedupe.buffer.size=16777216
`;
};

/** A new id for a cluster; all of its brokers are prepared with the same. */
export const newClusterId = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');

/** What preparing a broker needs beside its place. */
export interface BrokerOptions extends BrokerNode {
  /** The jars, as Java takes them. */
  readonly classPath: string;
  readonly clusterId: string;
  /** The PATH to look for Java in. */
  readonly path: string;
  /** Megabytes of memory at the most. */
  readonly heapMb?: number;
}

/** Writes the settings and, once per folder, formats it; answers the command line of the broker. */
export const prepareBroker = async ({
  classPath,
  clusterId,
  path,
  heapMb = 512,
  ...node
}: BrokerOptions): Promise<CommandLine> => {
  const java = await requireJava(path, 'Kafka');
  mkdirSync(node.dir, { recursive: true });
  const settings = join(node.dir, 'server.properties');
  await writeFile(settings, brokerProperties(node));
  if (!existsSync(join(node.dir, 'log', 'meta.properties'))) {
    const storage = ['-cp', classPath, 'kafka.tools.StorageTool'];
    // in one word: one id in sixty-four begins with a dash
    const format = [...storage, 'format', `--cluster-id=${clusterId}`, '-c', settings, '--ignore-formatted'];
    await runTool(java, format, 'Preparing the data folder of Kafka');
  }
  const heap = [`-Xms${heapMb / 2}m`, `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  return { command: java, args: [...heap, '-cp', classPath, 'kafka.Kafka', settings] };
};

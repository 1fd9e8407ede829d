import { existsSync, realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import kafkajs from 'kafkajs';
import { type Artefact, jars, requireJava } from './packages.ts';
import type { Place, Recipe } from './server.ts';
import { onPath, runTool } from './tools.ts';

const FOLDER = 'kafka-4.1.2';
const ARTEFACTS: readonly Artefact[] = [
  'org.apache.kafka:kafka_2.13:4.1.2',
  'org.apache.kafka:kafka-tools:4.1.2',
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.3',
  'org.apache.logging.log4j:log4j-core:2.25.3',
];
const HEAP = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const ANSWER_MS = 2_000;

const properties = (dataDir: string, { port, innerPort }: Place): string => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${innerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${innerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(dataDir, 'log')}
num.partitions=6
auto.create.topics.enable=false
# the default of 3 leaves a single node without a group coordinator
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# a killed broker may come back only when its old session has ended
broker.session.timeout.ms=6000
broker.heartbeat.interval.ms=1000
log.cleaner.dedupe.buffer.size=16777216
`;

/** The jars beside the start script of an installed Kafka (the tarball's layout, or Homebrew's). */
const installedJars = (script: string | undefined): string | undefined => {
  if (!script) return undefined;
  const home = dirname(dirname(realpathSync(script)));
  const folder = [join(home, 'libs'), join(home, 'libexec', 'libs')].find((candidate) => existsSync(candidate));
  return folder && join(folder, '*');
};

/** Writes the settings and, once per data folder, the cluster id. */
const prepare: Recipe['prepare'] = async (classPath, dataDir, place) => {
  const java = await requireJava(place.path, 'Kafka');
  const settings = join(dataDir, 'server.properties');
  await writeFile(settings, properties(dataDir, place));
  if (!existsSync(join(dataDir, 'log', 'meta.properties'))) {
    const storage = ['-cp', classPath, 'kafka.tools.StorageTool'];
    const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
    // in one word: one id in sixty-four begins with a dash
    const format = [...storage, 'format', `--cluster-id=${id}`, '-c', settings, '--ignore-formatted'];
    await runTool(java, format, 'Preparing the data folder of Kafka');
  }
  return { command: java, args: [...HEAP, '-cp', classPath, 'kafka.Kafka', settings] };
};

/** Answers whether a broker has joined its own cluster. */
const isReady = async (address: string): Promise<boolean> => {
  const client = new kafkajs.Kafka({
    brokers: address.split(','),
    connectionTimeout: ANSWER_MS,
    requestTimeout: ANSWER_MS,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
};

/** Kafka 4.1.2, one node in KRaft mode: no ZooKeeper, topics are created by the topics job only. */
export const kafka: Recipe = {
  name: 'Kafka',
  service: 'kafka',
  variable: 'KAFKA_BROKERS',
  inCache: async (cacheDir) => {
    const lib = join(cacheDir, FOLDER, 'lib');
    return existsSync(lib) ? join(lib, '*') : undefined;
  },
  onPath: async (path) => installedJars(onPath('kafka-server-start.sh', path) ?? onPath('kafka-server-start', path)),
  download: async (cacheDir, path, say) => {
    await requireJava(path, 'Kafka');
    return join(await jars(join(cacheDir, FOLDER), ARTEFACTS, path, 'Kafka', say), 'lib', '*');
  },
  prepare,
  address: (port) => `127.0.0.1:${port}`,
  isReady,
};

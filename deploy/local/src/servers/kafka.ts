import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import kafkajs from 'kafkajs';
import { newClusterId, prepareBroker } from './broker.ts';
import { type Artefact, jars, requireJava } from './packages.ts';
import type { Recipe } from './server.ts';
import { onPath } from './tools.ts';

const FOLDER = 'kafka-4.1.2';
const ARTEFACTS: readonly Artefact[] = [
  'org.apache.kafka:kafka_2.13:4.1.2',
  'org.apache.kafka:kafka-tools:4.1.2',
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.3',
  'org.apache.logging.log4j:log4j-core:2.25.3',
];
const ANSWER_MS = 2_000;

/** The jars beside the start script of an installed Kafka (the tarball's layout, or Homebrew's). */
const installedJars = (script: string | undefined): string | undefined => {
  if (!script) return undefined;
  const home = dirname(dirname(realpathSync(script)));
  const folder = [join(home, 'libs'), join(home, 'libexec', 'libs')].find((candidate) => existsSync(candidate));
  return folder && join(folder, '*');
};

const prepare: Recipe['prepare'] = (classPath, dir, { port, innerPort, path }) =>
  prepareBroker({ classPath, clusterId: newClusterId(), path, cluster: [{ port, innerPort }], nth: 0, dir });

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

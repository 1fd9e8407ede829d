import kafkajs, { type Admin, type ITopicConfig, type ITopicMetadata, type KafkaJSProtocolError } from 'kafkajs';
import { type Broker, brokerFailure } from './broker.ts';

/** One topic as it must be. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** How long messages stay; -1: for ever. */
  readonly retentionMs: number;
  /** Only the last message of each key stays. */
  readonly compact: boolean;
}

/** What differs from the declaration; nothing is changed by itself. */
export interface TopicDrift {
  readonly topic: string;
  readonly property: 'partitions' | 'replication' | 'retentionMs' | 'compact';
  readonly declared: string;
  readonly found: string;
}

/** Creates the missing topics, waits until all are served, and compares the others; safe to run again and from several places. */
export const declareTopics = (
  broker: Broker,
  declarations: readonly TopicDeclaration[],
): Promise<{ readonly created: readonly string[]; readonly drift: readonly TopicDrift[] }> =>
  broker.administer(async (admin) => {
    const present = new Set(await admin.listTopics());
    const missing = declarations.filter(({ name }) => !present.has(name));
    if (missing.length > 0) {
      // `false`: all of them were there by now, another process was quicker
      const topics = missing.map(creation);
      await admin.createTopics({ topics, waitForLeaders: false, timeout: 10_000 }).catch(explainRefusal);
    }
    for (const { name } of declarations) await untilServed(admin, name);
    const others = declarations.filter(({ name }) => present.has(name));
    return { created: missing.map(({ name }) => name), drift: await compare(admin, others) };
  });

/** The broker answers for each topic by itself; what no repeat would change is said as it is. */
const explainRefusal = (error: unknown): never => {
  if (!(error instanceof kafkajs.KafkaJSAggregateError)) throw error;
  const refused = error.errors.find(isRefused);
  if (!refused) throw brokerFailure(error);
  throw new Error(`The topic ${refused.topic} cannot be made: ${refused.message}`, { cause: error });
};

const isRefused = (error: Error | string): error is KafkaJSProtocolError & { readonly topic?: string } =>
  error instanceof kafkajs.KafkaJSProtocolError && !error.retriable && error.type !== 'TOPIC_ALREADY_EXISTS';

const SERVED_TRIES = 50;
const SERVED_PAUSE_MS = 200;

/** A broker answers that a topic is made before it serves it; a message sent in between is stored in part and again. */
const untilServed = async (admin: Admin, topic: string): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await admin.fetchTopicOffsets(topic); // answered by the leader of each partition
      return;
    } catch (error) {
      if (tries === SERVED_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, SERVED_PAUSE_MS));
    }
  }
};

const policyOf = (compact: boolean): string => (compact ? 'compact' : 'delete');

const creation = ({ name, partitions, replication, retentionMs, compact }: TopicDeclaration): ITopicConfig => ({
  topic: name,
  numPartitions: partitions,
  replicationFactor: replication,
  configEntries: [
    { name: 'cleanup.policy', value: policyOf(compact) },
    { name: 'retention.ms', value: String(retentionMs) },
  ],
});

const compare = async (admin: Admin, declared: readonly TopicDeclaration[]): Promise<readonly TopicDrift[]> => {
  if (declared.length === 0) return [];
  const names = declared.map(({ name }) => name);
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const configs = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['cleanup.policy', 'retention.ms'],
    })),
  });
  return declared.flatMap((declaration) => {
    const metadata = topics.find(({ name }) => name === declaration.name);
    const entries =
      configs.resources.find(({ resourceName }) => resourceName === declaration.name)?.configEntries ?? [];
    const config = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    return differences(declaration, metadata, config);
  });
};

const differences = (
  { name, partitions, replication, retentionMs, compact }: TopicDeclaration,
  metadata: ITopicMetadata | undefined,
  config: ReadonlyMap<string, string>,
): readonly TopicDrift[] => {
  const rows = [
    ['partitions', partitions, metadata?.partitions.length],
    ['replication', replication, metadata?.partitions[0]?.replicas.length],
    ['retentionMs', retentionMs, config.get('retention.ms')],
    ['compact', policyOf(compact), config.get('cleanup.policy')],
  ] as const;
  return rows
    .filter(([, declared, found]) => String(declared) !== String(found))
    .map(([property, declared, found]) => ({
      topic: name,
      property,
      declared: String(declared),
      found: String(found),
    }));
};

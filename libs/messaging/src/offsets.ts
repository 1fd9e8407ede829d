import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { type Broker, brokerFailure } from './broker.ts';

/** Messages that a group has still before it. */
export interface Lag {
  readonly total: number;
  readonly byTopic: Readonly<Record<string, number>>;
}

/** One offset for each partition of each topic. */
export type Places = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How far a group is behind on some topics. */
export const lagOf = (broker: Broker, groupId: string, topics: readonly string[]): Promise<Lag> =>
  broker.administer(async (admin) => {
    const committed = await committedBy(admin, groupId, topics);
    const byTopic: Record<string, number> = {};
    for (const topic of topics) byTopic[topic] = await topicLag(admin, topic, committed[topic] ?? {});
    return { total: Object.values(byTopic).reduce((sum, it) => sum + it, 0), byTopic };
  });

const topicLag = async (admin: Admin, topic: string, committed: Readonly<Record<string, string>>): Promise<number> => {
  let lag = 0;
  for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
    lag += Number(BigInt(high) - BigInt(committed[partition] ?? low)); // nothing committed yet: all of it
  return lag;
};

/**
 * One topic after the other: asked for several at once, kafkajs 2.2.4 may look for a topic's partitions before it has heard
 * of them, and then answers as if nothing of that topic had ever been committed.
 */
const committedBy = async (
  admin: Pick<Admin, 'fetchOffsets'>,
  groupId: string,
  topics: readonly string[],
): Promise<Places> => {
  const places: Record<string, Record<string, string>> = {};
  for (const topic of topics)
    for (const { partitions } of await admin.fetchOffsets({ groupId, topics: [topic] }))
      places[topic] = Object.fromEntries(
        partitions.flatMap(({ partition, offset }) => (offset === '-1' ? [] : [[partition, offset]])),
      );
  return places;
};

/** How far a group has come; partitions without a commit are left out. */
export const committedOf = (broker: Broker, groupId: string, topics: readonly string[]): Promise<Places> =>
  broker.administer((admin) => committedBy(admin, groupId, topics));

/** Where the next message of each partition will stand. */
export const endsOf = (broker: Broker, topics: readonly string[]): Promise<Places> => edgesOf(broker, topics, 'high');

/** Where the first message of each partition stands: what stood before has passed its time. */
export const beginningsOf = (broker: Broker, topics: readonly string[]): Promise<Places> =>
  edgesOf(broker, topics, 'low');

const edgesOf = (broker: Broker, topics: readonly string[], edge: 'low' | 'high'): Promise<Places> =>
  broker.administer(async (admin) => {
    const edges: Record<string, Record<string, string>> = {};
    for (const topic of topics)
      edges[topic] = Object.fromEntries((await admin.fetchTopicOffsets(topic)).map((it) => [it.partition, it[edge]]));
    return edges;
  });

/** A member that was killed counts as running until its session ends. */
const STOPPED_TRIES = 60;
const STOPPED_PAUSE_MS = 500;

/** Waits until nobody reads for a group; throws when somebody goes on. */
export const requireStopped = (broker: Broker, groupId: string): Promise<void> =>
  broker.administer(async (admin) => {
    for (let tries = 1; ; tries++) {
      const { groups } = await admin.describeGroups([groupId]);
      if (groups.every(({ state }) => state === 'Empty' || state === 'Dead')) return;
      if (tries === STOPPED_TRIES) throw new Error(`The group ${groupId} still reads: stop its services first.`);
      await pause(STOPPED_PAUSE_MS);
    }
  });

/**
 * Sets a stopped group to exactly these offsets; partitions that are not named are read from their beginning. The
 * driver's own way joins the group once per topic, for seconds each; this joins once.
 */
export const placeGroup = async (
  broker: Broker,
  groupId: string,
  topics: readonly string[],
  places: Places,
): Promise<void> => {
  await requireStopped(broker, groupId);
  const offsets = await offsetsFrom(broker, topics, places);
  const { kafka, cut } = broker.client();
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: { retries: 2 } });
  const joined = Promise.withResolvers<unknown>();
  consumer.on(consumer.events.GROUP_JOIN, joined.resolve);
  consumer.on(consumer.events.CRASH, ({ payload }) => joined.reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics] });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
    await joined.promise;
    await consumer.commitOffsets([...offsets]);
  } catch (error) {
    throw brokerFailure(error);
  } finally {
    await consumer.disconnect().catch(cut);
  }
};

const offsetsFrom = (broker: Broker, topics: readonly string[], places: Places) =>
  broker.administer(async (admin) => {
    const offsets: { topic: string; partition: number; offset: string }[] = [];
    for (const topic of topics)
      for (const { partition, low } of await admin.fetchTopicOffsets(topic))
        offsets.push({ topic, partition, offset: places[topic]?.[partition] ?? low });
    return offsets;
  });

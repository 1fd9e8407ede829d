import type { Admin } from 'kafkajs';
import type { Broker } from './broker.ts';

/** Messages that a group has still before it. */
export interface Lag {
  readonly total: number;
  readonly byTopic: Readonly<Record<string, number>>;
}

/** How far a group is behind on some topics. */
export const lagOf = (broker: Broker, groupId: string, topics: readonly string[]): Promise<Lag> =>
  broker.administer(async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
    const byTopic: Record<string, number> = {};
    for (const topic of topics) {
      const offsets = new Map(
        committed.find((it) => it.topic === topic)?.partitions.map(({ partition, offset }) => [partition, offset]),
      );
      byTopic[topic] = await topicLag(admin, topic, offsets);
    }
    return { total: Object.values(byTopic).reduce((sum, it) => sum + it, 0), byTopic };
  });

const topicLag = async (admin: Admin, topic: string, committed: ReadonlyMap<number, string>): Promise<number> => {
  let lag = 0;
  for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
    const offset = committed.get(partition) ?? '-1';
    lag += Number(BigInt(high) - BigInt(offset === '-1' ? low : offset)); // -1: nothing committed yet
  }
  return lag;
};

/** Sets a stopped group back to what came at or after an instant, so that it reads again; for use after a restore. */
export const rewindGroup = (broker: Broker, groupId: string, topics: readonly string[], toMs: number): Promise<void> =>
  broker.administer(async (admin) => {
    for (const topic of topics) {
      const partitions = await admin.fetchTopicOffsetsByTimestamp(topic, toMs);
      await admin.setOffsets({ groupId, topic, partitions });
    }
  });

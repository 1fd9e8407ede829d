import { randomUUID } from 'node:crypto';
import type { Consumer } from 'kafkajs';
import { type Broker, brokerOutage } from './broker.ts';
import { type IncomingMessage, textHeaders } from './messages.ts';
import { endsOf, type Places } from './offsets.ts';

/** What to read once. */
export interface Range {
  readonly topics: readonly string[];
  /** Where to begin; a partition that is not named is read from its beginning. */
  readonly from?: Places;
  /** Called in order per partition; a throw ends the reading with it. */
  readonly each: (message: IncomingMessage) => void | Promise<void>;
}

/** Without a message for so long there are no more, whatever the offsets say (compacted and cut-off ends). */
const QUIET_MS = 10_000;

/** Reads what stands on some topics now, once and beside all groups; answers where the reading ended. */
export const readRange = async (broker: Broker, { topics, from = {}, each }: Range): Promise<Places> => {
  const ends = await endsOf(broker, topics);
  const left = leftOf(ends, await beginningsOf(broker, topics), from);
  if (left.size === 0) return ends;
  const groupId = `reading-once-${randomUUID()}`;
  const { kafka, cut } = broker.client();
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: { retries: 2 } });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await readAll(consumer, left, each);
  } catch (error) {
    throw error instanceof ReadingFailed ? error.cause : brokerOutage(error);
  } finally {
    await consumer.disconnect().catch(cut);
    await broker.administer((admin) => admin.deleteGroups([groupId])).catch(() => {}); // it ends by itself, too
  }
  return ends;
};

class ReadingFailed extends Error {}

type Left = Map<string, { readonly topic: string; readonly partition: number; next: bigint; readonly end: bigint }>;

const leftOf = (ends: Places, beginnings: Places, from: Places): Left => {
  const left: Left = new Map();
  for (const [topic, partitions] of Object.entries(ends))
    for (const [partition, high] of Object.entries(partitions)) {
      const low = BigInt(beginnings[topic]?.[partition] ?? '0');
      const wanted = BigInt(from[topic]?.[partition] ?? low);
      const next = wanted < low ? low : wanted;
      const end = BigInt(high);
      if (next < end) left.set(`${topic}/${partition}`, { topic, partition: Number(partition), next, end });
    }
  return left;
};

const beginningsOf = (broker: Broker, topics: readonly string[]): Promise<Places> =>
  broker.administer(async (admin) => {
    const low: Record<string, Record<string, string>> = {};
    for (const topic of topics)
      low[topic] = Object.fromEntries((await admin.fetchTopicOffsets(topic)).map((it) => [it.partition, it.low]));
    return low;
  });

const readAll = async (consumer: Consumer, left: Left, each: Range['each']): Promise<void> => {
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // it may fail before anybody waits for it
  let lastAt = performance.now();
  const quiet = setInterval(() => {
    if (performance.now() - lastAt > QUIET_MS) done.resolve();
  }, 500);
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error));
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const name = `${batch.topic}/${batch.partition}`;
      for (const message of batch.messages) {
        const place = left.get(name);
        const offset = BigInt(message.offset);
        if (!place || offset < place.next) continue;
        lastAt = performance.now();
        place.next = offset + 1n;
        if (offset < place.end) {
          const { topic, partition } = batch;
          const { key, value, headers, timestamp } = message;
          await Promise.resolve(
            each({
              topic,
              partition,
              offset: message.offset,
              key: key?.toString('utf8'),
              value: value ?? undefined,
              headers: textHeaders(headers),
              timestamp: Number(timestamp),
            }),
          ).catch((cause: unknown) => done.reject(new ReadingFailed('The reader gave up.', { cause })));
        }
        if (place.next >= place.end) left.delete(name);
      }
      if (left.size === 0) done.resolve();
    },
  });
  for (const { topic, partition, next } of left.values()) consumer.seek({ topic, partition, offset: String(next) });
  await done.promise.finally(() => clearInterval(quiet));
};

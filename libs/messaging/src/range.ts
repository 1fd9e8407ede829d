import { randomUUID } from 'node:crypto';
import { Outage } from '@yimen/kernel';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { type Broker, brokerFailure } from './broker.ts';
import { type IncomingMessage, incoming } from './messages.ts';
import { beginningsOf, endsOf, type Places } from './offsets.ts';

/** What to read once. */
export interface Range {
  readonly topics: readonly string[];
  /** Where to begin; a partition that is not named is read from its beginning. */
  readonly from?: Places;
  /** Called in order per partition; a throw ends the reading with it. */
  readonly each: (message: IncomingMessage) => void | Promise<void>;
  /**
   * Hears of messages between the wanted place and the end that the topic holds no more, since their time has passed, and
   * of those between the end and a wanted place beyond it: such a topic was made anew, or has lost its end. A throw ends
   * the reading. Compacted topics have gaps by nature.
   */
  readonly onMissing?: (missing: Missing) => void;
  /** Without a message for so long, though some are to come, the reading is an outage. */
  readonly quietMs?: number;
}

/** Offsets of one partition that stand on it no more: from the first up to, and without, the second. */
export interface Missing {
  readonly topic: string;
  readonly partition: number;
  readonly from: string;
  readonly to: string;
}

const QUIET_MS = 10_000;

/**
 * Reads what stands on some topics now, once and beside all groups; answers where the reading ended. Throws an outage
 * when a partition could not be read to its end: it never answers for less than everything. What the broker refuses comes
 * as it is.
 */
export const readRange = async (broker: Broker, range: Range): Promise<Places> => {
  const { topics, from = {}, onMissing = () => {} } = range;
  const ends = await endsOf(broker, topics);
  const left = leftOf(ends, await beginningsOf(broker, topics), { from, onMissing });
  if (left.size === 0) return ends;
  const groupId = `reading-once-${randomUUID()}`;
  const { kafka, cut } = broker.client();
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: { retries: 2 } });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    const beginnings = () => beginningsOf(broker, topics);
    await readAll(consumer, left, { ...range, onMissing, ends, beginnings });
  } catch (error) {
    throw error instanceof ReadingFailed ? error.cause : brokerFailure(error);
  } finally {
    await consumer.disconnect().catch(cut);
    await broker.administer((admin) => admin.deleteGroups([groupId])).catch(() => {}); // it ends by itself, too
  }
  return ends;
};

class ReadingFailed extends Error {}

interface Place {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
  readonly end: bigint;
}

type Left = Map<string, Place>;

const leftOf = (
  ends: Places,
  beginnings: Places,
  { from, onMissing }: Required<Pick<Range, 'from' | 'onMissing'>>,
): Left => {
  const left: Left = new Map();
  for (const [topic, partitions] of Object.entries(ends))
    for (const [number, high] of Object.entries(partitions)) {
      const partition = Number(number);
      const low = BigInt(beginnings[topic]?.[number] ?? '0');
      const end = BigInt(high);
      const wanted = BigInt(from[topic]?.[number] ?? low);
      if (wanted < low) onMissing({ topic, partition, from: String(wanted), to: String(low) });
      if (wanted > end) onMissing({ topic, partition, from: high, to: String(wanted) });
      const place: Place = { topic, partition, next: wanted < low ? low : wanted, end };
      if (place.next < place.end) left.set(`${topic}/${number}`, place);
    }
  return left;
};

type Reading = Pick<Range, 'each' | 'quietMs'> &
  Required<Pick<Range, 'onMissing'>> & { readonly ends: Places; readonly beginnings: () => Promise<Places> };

const readAll = async (consumer: Consumer, left: Left, reading: Reading): Promise<void> => {
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // it may fail before anybody waits for it
  const signs = { lastAt: performance.now(), busy: 0 };
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error));
  const eachBatch = createReader(left, reading, { signs, done });
  await consumer.run({ autoCommit: false, eachBatch });
  await Promise.race([done.promise, undefined]); // what crashed while it joined says why, and takes no orders
  consumer.pause(othersOf(reading.ends, left));
  for (const { topic, partition, next } of left.values()) consumer.seek({ topic, partition, offset: String(next) });
  // joining took its own time, and has its own limits
  signs.lastAt = performance.now();
  const { quietMs = QUIET_MS } = reading;
  const look = setInterval(
    () => {
      if (signs.busy > 0 || performance.now() - signs.lastAt <= quietMs) return;
      clearInterval(look);
      endQuietly(left, reading).then(done.resolve, done.reject);
    },
    Math.min(500, quietMs),
  );
  await done.promise.finally(() => clearInterval(look));
};

/** The partitions of which nothing is wanted: read from their beginning, they would keep those waiting that are. */
const othersOf = (ends: Places, left: Left) =>
  Object.entries(ends).map(([topic, partitions]) => ({
    topic,
    partitions: Object.keys(partitions)
      .filter((number) => !left.has(`${topic}/${number}`))
      .map(Number),
  }));

/** Nothing came for long: what was to come has been cut off meanwhile, or the broker does not give it. */
const endQuietly = async (left: Left, { onMissing, beginnings }: Reading): Promise<void> => {
  const lows = await beginnings();
  for (const [name, { topic, partition, next, end }] of left) {
    if (BigInt(lows[topic]?.[partition] ?? '0') < end) continue;
    told(() => onMissing({ topic, partition, from: String(next), to: String(end) }));
    left.delete(name);
  }
  if (left.size > 0) throw new Outage(`The message broker gave nothing more of ${[...left.keys()].join(', ')}.`);
};

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What the caller throws is his own, and no matter of the broker. */
const told = (tell: () => void): void => {
  try {
    tell();
  } catch (cause) {
    throw new ReadingFailed('The reader gave up.', { cause });
  }
};

interface Course {
  readonly signs: { lastAt: number; busy: number };
  readonly done: PromiseWithResolvers<void>;
}

const createReader = (left: Left, { each, onMissing }: Reading, { signs, done }: Course) => {
  let over = false;
  const read = async ({ batch: { topic, partition, messages } }: EachBatchPayload): Promise<void> => {
    const name = `${topic}/${partition}`;
    for (const message of messages) {
      const place = left.get(name);
      const at = BigInt(message.offset);
      if (over || !place || at < place.next) continue;
      if (at > place.next) onMissing({ topic, partition, from: String(place.next), to: String(lesser(at, place.end)) });
      if (at < place.end) await each(incoming(topic, partition, message));
      signs.lastAt = performance.now();
      place.next = at + 1n;
      if (place.next >= place.end) left.delete(name);
    }
    if (left.size === 0) done.resolve();
  };
  return async (payload: EachBatchPayload): Promise<void> => {
    signs.busy++;
    try {
      await read(payload);
    } catch (cause) {
      // thrown here it would be taken for the driver's own, and the batch would come again
      over = true;
      done.reject(new ReadingFailed('The reader gave up.', { cause }));
    } finally {
      signs.busy--;
    }
  };
};

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '@yimen/case-file';
import { topics } from '@yimen/contracts';
import { SERVICES, trafficOf } from '@yimen/local';
import {
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  type IncomingMessage,
  lagOf,
} from '@yimen/messaging';
import { until } from '../../platform/crashing.ts';
import type { TopicMessage } from '../evidence.ts';

const READ_LIMIT_MS = 60_000;

/** How far the services are behind. */
export const readLags = async (brokers: readonly string[]): Promise<{ group: string; total: number }[]> => {
  const broker = connectBroker({ brokers, clientId: 'checker' });
  const lags = [];
  for (const { group, hears } of SERVICES.map((service) => trafficOf(service)))
    lags.push({ group, total: (await lagOf(broker, group, hears)).total });
  return lags;
};

/** Waits until every group can be asked: a broker that takes connections again may not lead anything yet. */
export const untilGroupsAnswer = (brokers: readonly string[], limitMs: number): Promise<void> => {
  const ask = (): Promise<boolean> =>
    readLags(brokers).then(
      () => true,
      () => false,
    );
  return until(ask, limitMs, 'The brokers did not come back.');
};

/** Every message of every topic, `.dead` ones included, up to now. */
export const readTopics = async (brokers: readonly string[]): Promise<readonly TopicMessage[]> => {
  const broker = connectBroker({ brokers, clientId: 'checker' });
  const names = topics.map(({ name }) => name);
  const ends = await broker.administer(async (admin) => {
    const found = new Map<string, bigint>();
    for (const name of names)
      for (const { partition, high, low } of await admin.fetchTopicOffsets(name))
        if (high !== low) found.set(`${name}/${partition}`, BigInt(high));
    return found;
  });
  const messages: TopicMessage[] = [];
  const publisher = createPublisher(broker);
  const consumer = createConsumer<IncomingMessage>({
    broker,
    groupId: `checker-${randomUUID()}`,
    topics: names,
    read: (message) => message,
    onBatch: async (batch) => {
      for (const { event } of batch) {
        messages.push(messageOf(event));
        const place = `${event.topic}/${event.partition}`;
        const end = ends.get(place);
        if (end !== undefined && BigInt(event.offset) + 1n >= end) ends.delete(place);
      }
    },
    dead: createDeadLetters(publisher),
  });
  try {
    for (const until = performance.now() + READ_LIMIT_MS; ends.size > 0; await pause(50))
      if (performance.now() > until) throw new Error(`The topics could not be read to their ends: ${[...ends.keys()]}`);
    return messages;
  } finally {
    await consumer.stop();
    await publisher.close();
  }
};

const messageOf = ({ topic, partition, offset, key, value, headers }: IncomingMessage): TopicMessage => {
  const text = value?.toString('utf8') ?? '';
  const event = eventOf(text);
  return { topic, key, text, headers, place: { partition, offset }, ...(event ? { event } : {}) };
};

const eventOf = (text: string): CloudEvent | undefined => {
  try {
    const parsed = JSON.parse(text) as CloudEvent;
    return typeof parsed === 'object' && parsed !== null && parsed.specversion === '1.0' ? parsed : undefined;
  } catch {
    return undefined;
  }
};

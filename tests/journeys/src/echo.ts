import { randomUUID } from 'node:crypto';
import {
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  endsOf,
  type IncomingMessage,
  placeGroup,
} from '@yimen/messaging';
import type { Listener } from './listeners.ts';

/** Repeats messages: the fault that a broker and its clients are allowed to commit. */
export interface Echo {
  /** Who it is, as the broker knows it: it has repeated all that is not before it any more. */
  readonly listener: Listener;
  /** What has come under a key since it began, each once, in the order of its coming. */
  readonly heard: (key: string) => readonly IncomingMessage[];
  /** Publishes all of that once more, however old it is by now. */
  readonly again: (key: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const REPEAT_HEADER = 'journey-echo';

/** Publishes every message that comes to the topics from now on a second time, as it is, right after it came. */
export const startEcho = async (brokers: readonly string[], topics: readonly string[]): Promise<Echo> => {
  const broker = connectBroker({ brokers, clientId: 'journeys-echo' });
  const publisher = createPublisher(broker);
  // what other journeys said is none of this one
  const listener: Listener = { group: `journeys-echo-${randomUUID()}`, topics };
  await placeGroup(broker, listener.group, topics, await endsOf(broker, topics));
  const messages: IncomingMessage[] = [];
  const repeat = (fresh: readonly IncomingMessage[]): Promise<void> =>
    publisher.publish(
      fresh.map(({ topic, key, value }) => ({
        topic,
        key: key ?? '',
        value: value ?? null,
        headers: { [REPEAT_HEADER]: '1' },
      })),
    );
  const consumer = createConsumer<IncomingMessage>({
    broker,
    groupId: listener.group,
    topics: [...topics],
    read: (message) => message,
    onBatch: async (batch) => {
      const fresh = batch.map(({ event }) => event).filter(({ headers }) => headers[REPEAT_HEADER] === undefined);
      await repeat(fresh);
      messages.push(...fresh);
    },
    dead: createDeadLetters(publisher),
  });
  await consumer.ready;
  const heard = (of: string) => messages.filter(({ key }) => key === of);
  return {
    listener,
    heard,
    again: (key) => repeat(heard(key)),
    stop: async () => {
      await consumer.stop();
      await publisher.close();
    },
  };
};

import { randomUUID } from 'node:crypto';
import {
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  type IncomingMessage,
} from '@yimen/messaging';

/** Repeats messages: the fault that a broker and its clients are allowed to commit. */
export interface Echo {
  /** Resolves when at least so many messages have been published a second time. */
  readonly repeated: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const REPEAT_HEADER = 'journey-echo';
const TRIES = 600;

/** Publishes every message of the topics again, as it is, some time after it came. */
export const startEcho = async (brokers: readonly string[], topics: readonly string[]): Promise<Echo> => {
  const broker = connectBroker({ brokers, clientId: 'journeys-echo' });
  const publisher = createPublisher(broker);
  let count = 0;
  const consumer = createConsumer<IncomingMessage>({
    broker,
    groupId: `journeys-echo-${randomUUID()}`,
    topics: [...topics],
    read: (message) => message,
    onBatch: async (messages) => {
      const fresh = messages.map(({ event }) => event).filter(({ headers }) => headers[REPEAT_HEADER] === undefined);
      await publisher.publish(
        fresh.map(({ topic, key, value }) => ({
          topic,
          key: key ?? '',
          value: value ?? null,
          headers: { [REPEAT_HEADER]: '1' },
        })),
      );
      count += fresh.length;
    },
    dead: createDeadLetters(publisher),
  });
  await consumer.ready;
  return {
    repeated: async (wanted) => {
      for (let tries = 0; count < wanted; tries++) {
        if (tries === TRIES) throw new Error(`only ${count} messages were repeated, not ${wanted}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    stop: async () => {
      await consumer.stop();
      await publisher.close();
    },
  };
};

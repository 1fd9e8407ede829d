import { randomUUID } from 'node:crypto';
import {
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  type IncomingMessage,
} from '@yimen/messaging';

/** Everything that topics hold: what was published before, and what is while it listens. */
export interface Recording {
  /** Resolves with all messages so far as text once one of them fits. */
  readonly until: (fits: (text: string) => boolean) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

const TRIES = 600;

/** Records topics from their beginning: key, headers and value of each message as one text. */
export const startRecording = async (brokers: readonly string[], topics: readonly string[]): Promise<Recording> => {
  const broker = connectBroker({ brokers, clientId: 'journeys-recording' });
  const publisher = createPublisher(broker);
  const texts: string[] = [];
  const consumer = createConsumer<IncomingMessage>({
    broker,
    groupId: `journeys-recording-${randomUUID()}`,
    topics: [...topics],
    read: (message) => message,
    onBatch: async (messages) => {
      for (const { event } of messages)
        texts.push(`${event.topic} ${event.key} ${JSON.stringify(event.headers)} ${event.value}`);
    },
    dead: createDeadLetters(publisher),
  });
  await consumer.ready;
  return {
    until: async (fits) => {
      for (let tries = 0; !texts.some(fits); tries++) {
        if (tries === TRIES) throw new Error(`not one of ${texts.length} messages was the one waited for`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return [...texts];
    },
    stop: async () => {
      await consumer.stop();
      await publisher.close();
    },
  };
};

import { REQUEST_LIMIT_BYTES } from './gathering.ts';
import { EVENT_LIMIT_BYTES, type IncomingMessage } from './messages.ts';
import type { Publisher } from './publisher.ts';

/** Where a topic's unreadable messages go. */
export const deadTopicOf = (topic: string): string => `${topic}.dead`;

/** Puts a message aside with the reason; throws when that is not done. */
export type Bury = (message: IncomingMessage, reason: string) => Promise<void>;

/** Publishes what cannot be handled to `<topic>.dead`, whole (cut at 512 kB less a margin), and says where it came from. */
export const createDeadLetters =
  (publisher: Publisher): Bury =>
  (message, reason) =>
    publisher.publish([
      {
        topic: deadTopicOf(message.topic),
        key: message.key ?? '',
        value: message.value?.subarray(0, REQUEST_LIMIT_BYTES - EVENT_LIMIT_BYTES) ?? null,
        headers: {
          ...message.headers,
          'origin-topic': message.topic,
          'origin-partition': String(message.partition),
          'origin-offset': message.offset,
          reason,
        },
      },
    ]);

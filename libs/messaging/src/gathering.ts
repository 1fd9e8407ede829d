import type { OutgoingMessage } from './messages.ts';

/** Bytes per topic, and so per partition, of one request at most: the driver does not split. */
export const REQUEST_LIMIT_BYTES = 512 * 1_024;

/** Messages of one request at most. */
export const REQUEST_LIMIT_MESSAGES = 1_000;

/** What a message adds to its request beyond key, value and headers. */
const OVERHEAD_BYTES = 64;

/** Bytes that a message takes in a request, rounded up. */
export const weigh = ({ key, value, headers }: OutgoingMessage): number => {
  let bytes = OVERHEAD_BYTES + Buffer.byteLength(key) + bytesOf(value);
  for (const [name, text] of Object.entries(headers ?? {}))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(text) + 4;
  return bytes;
};

/** Bytes of a value. */
export const bytesOf = (value: OutgoingMessage['value']): number => (value === null ? 0 : Buffer.byteLength(value));

/** How many from the head of the queue make the next request: order is kept, so it stops at the first that is too much. */
export const nextRequestLength = (
  queue: readonly { readonly topic: string; readonly bytes: number }[],
  limits = { bytes: REQUEST_LIMIT_BYTES, messages: REQUEST_LIMIT_MESSAGES },
): number => {
  const perTopic = new Map<string, number>();
  let length = 0;
  for (const { topic, bytes } of queue) {
    if (length === limits.messages) break;
    const sum = (perTopic.get(topic) ?? 0) + bytes;
    if (length > 0 && sum > limits.bytes) break;
    perTopic.set(topic, sum);
    length++;
  }
  return length;
};

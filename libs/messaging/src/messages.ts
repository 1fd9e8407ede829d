import type { IHeaders, KafkaMessage } from 'kafkajs';

/** Bytes of one event's value at most; larger ones are refused at `decide`. */
export const EVENT_LIMIT_BYTES = 64 * 1_024;

/** A message to be published. */
export interface OutgoingMessage {
  readonly topic: string;
  /** The case id: messages of one key keep their order. */
  readonly key: string;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A message as it came. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  /** `undefined`: a tombstone of a compacted topic. */
  readonly value: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** When the broker or the producer stamped it, ms. */
  readonly timestamp: number;
}

/** A message that could be read. */
export interface ReadMessage<T> extends Omit<IncomingMessage, 'value'> {
  readonly event: T;
}

const originals = new WeakMap<object, IncomingMessage>();

/** Reads a value as JSON; what it throws on is poison. */
export const readJson = (message: IncomingMessage): unknown => {
  const { value } = message;
  if (value === undefined) throw new Error('The message has no value.');
  const read: unknown = JSON.parse(value.toString('utf8'));
  if (typeof read === 'object' && read !== null) originals.set(read, message);
  return read;
};

/**
 * The message that `readJson` read something from, as it came. What is put aside later must be that, and not what was left
 * of it when everything unknown had been taken out.
 */
export const originalOf = (read: object): IncomingMessage => {
  const message = originals.get(read);
  if (!message) throw new TypeError('It was read from no message.');
  return message;
};

/** A message of the driver in our words. */
export const incoming = (topic: string, partition: number, message: KafkaMessage): IncomingMessage => ({
  topic,
  partition,
  offset: message.offset,
  key: message.key?.toString('utf8'),
  value: message.value ?? undefined,
  headers: textHeaders(message.headers),
  timestamp: Number(message.timestamp),
});

/** Headers as text; of repeated ones the first. */
const textHeaders = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = String(first);
  }
  return texts;
};

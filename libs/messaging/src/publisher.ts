import { isOutage, Outage } from '@yimen/kernel';
import { type ICustomPartitioner, Partitioners, type Producer } from 'kafkajs';
import { type Broker, brokerFailure, type Client } from './broker.ts';
import { bytesOf, nextRequestLength, REQUEST_LIMIT_BYTES, weigh } from './gathering.ts';
import { EVENT_LIMIT_BYTES, type OutgoingMessage } from './messages.ts';
import { createPatience, isImpatience } from './patience.ts';

/** Bounds of a publisher. */
export interface PublisherOptions {
  /** Bytes that may wait; beyond them `publish` fails at once. */
  readonly queueLimitBytes?: number;
  /** Tries of one request, with back-off, before its messages are given up. */
  readonly attempts?: number;
  /** After so long without an answer a request goes out again on a new connection, which may wait twice as long. */
  readonly patienceMs?: number;
}

/** What a publisher has done and has before it. */
export interface PublisherHealth {
  readonly queuedMessages: number;
  readonly queuedBytes: number;
  readonly sentMessages: number;
  readonly requests: number;
  readonly failedRequests: number;
}

/** The one producer of a process: one request at a time, in order, never idempotent (the driver's loses messages). */
export interface Publisher {
  /**
   * Resolves when all replicas have all of the messages. Throws an outage when that is not known: some may be on
   * the topic, so publish again from the same place. What the broker refuses of these messages, and not of others that
   * were published at once, is thrown as it says it; some of them may be on the topic then, too. Calls are sent in the
   * order they were made.
   */
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly health: () => PublisherHealth;
  /** Sends what waits, then disconnects. */
  readonly close: () => Promise<void>;
}

interface Call {
  open: number;
  failed: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Queued extends OutgoingMessage {
  readonly bytes: number;
  readonly call: Call;
}

/** Starts a publisher; it connects at the first message and again whenever it must. */
export const createPublisher = (broker: Broker, options: PublisherOptions = {}): Publisher => {
  const { queueLimitBytes = 32 * 1_024 * 1_024, attempts = 4, patienceMs = 2_500 } = options;
  const sender = createSender(broker, attempts, patienceMs);
  const counts = { sentMessages: 0, requests: 0, failedRequests: 0 };
  let queue: Queued[] = [];
  let queuedBytes = 0;
  let running: Promise<void> | undefined;
  let closed = false;

  const leave = (gone: readonly Queued[]) => {
    for (const { bytes } of gone) queuedBytes -= bytes;
  };
  const give = (request: readonly Queued[]) => {
    counts.sentMessages += request.length;
    for (const { call } of request) if (--call.open === 0 && !call.failed) call.resolve();
  };
  /** What follows a lost message of the same call must not overtake it. */
  const giveUp = (request: readonly Queued[], error: unknown) => {
    counts.failedRequests++;
    for (const { call } of request) {
      if (call.failed) continue;
      call.failed = true;
      call.reject(error);
    }
    leave(queue.filter(({ call }) => call.failed));
    queue = queue.filter(({ call }) => !call.failed);
  };
  /** Resolves with what went wrong, if anything did. */
  const trySend = (request: readonly Queued[]) => {
    counts.requests++;
    return sender.send(request).then(() => undefined, brokerFailure);
  };
  const settle = (request: readonly Queued[], failure: Error | undefined) =>
    failure ? giveUp(request, failure) : give(request);
  const sendAll = async (request: readonly Queued[]) => {
    let failure = await trySend(request);
    if (!failure || isOutage(failure)) return settle(request, failure);
    const calls = [...Map.groupBy(request, ({ call }) => call).values()];
    if (calls.length === 1) return settle(request, failure);
    // something of it is refused: sent call by call it shows whose, and the others are not kept from the topics
    for (const own of calls) {
      if (!isOutage(failure)) failure = await trySend(own);
      settle(own, failure);
    }
  };
  const run = async () => {
    while (queue.length > 0) {
      const request = queue.splice(0, nextRequestLength(queue));
      leave(request);
      await sendAll(request);
    }
    running = undefined;
  };

  return {
    publish: (messages) => {
      const bytes = messages.map(weigh);
      const total = bytes.reduce((sum, it) => sum + it, 0);
      const tooLarge = messages.find((message) => bytesOf(message.value) > limitOf(message));
      if (tooLarge) return Promise.reject(new Error(`A message to ${tooLarge.topic} is larger than allowed.`));
      if (closed) return Promise.reject(new Outage('The publisher is closed.'));
      if (queuedBytes + total > queueLimitBytes) return Promise.reject(new Outage('Too many messages wait.'));
      if (messages.length === 0) return Promise.resolve();
      return new Promise<void>((resolve, reject) => {
        const call: Call = { open: messages.length, failed: false, resolve, reject };
        messages.forEach((message, i) => {
          queue.push({ ...message, bytes: bytes[i] ?? 0, call });
        });
        queuedBytes += total;
        // one turn of the loop later, so that what is published in the same turn shares the request
        running ??= Promise.resolve().then(run);
      });
    },
    health: () => ({ ...counts, queuedMessages: queue.length, queuedBytes }),
    close: async () => {
      closed = true;
      await running;
      await sender.close();
    },
  };
};

const limitOf = ({ topic }: OutgoingMessage): number =>
  topic.endsWith('.dead') ? REQUEST_LIMIT_BYTES : EVENT_LIMIT_BYTES;

/** How long the broker may wait for its replicas. */
const ANSWER_MS = 10_000;

/** One connected producer, replaced after every failure; it checks that each partition was acknowledged. */
const createSender = (broker: Broker, attempts: number, patienceMs: number) => {
  const patience = createPatience({ firstMs: patienceMs, limitMs: Math.max(patienceMs, ANSWER_MS) });
  let connected: { readonly client: Client; readonly producer: Producer } | undefined;
  let expected = new Set<string>();
  const partitioner: ICustomPartitioner = () => {
    const byKey = Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = byKey(args);
      expected.add(`${args.topic}/${partition}`);
      return partition;
    };
  };

  const connect = async () => {
    if (connected) return connected.producer;
    const client = broker.client();
    const producer = client.kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      createPartitioner: partitioner,
      metadataMaxAge: 60_000,
      retry: { retries: attempts - 1, initialRetryTime: 100, maxRetryTime: 2_000 },
    });
    await producer.connect().catch((error) => {
      client.cut();
      throw error;
    });
    connected = { client, producer };
    return producer;
  };

  /** After a failure the whole client goes: the driver goes on using a connection that does not answer any more. */
  const drop = () => {
    connected?.client.cut();
    connected?.producer.disconnect().catch(() => {});
    connected = undefined;
  };

  const sendOnce = async (request: readonly Queued[]) => {
    const producer = await connect();
    expected = new Set();
    const answer = producer.sendBatch({
      acks: -1,
      timeout: ANSWER_MS,
      topicMessages: [...Map.groupBy(request, ({ topic }) => topic)].map(([topic, messages]) => ({
        topic,
        messages: messages.map(({ key, value, headers }) => ({ key, value, ...(headers ? { headers } : {}) })),
      })),
    });
    const acknowledged = await patience.wait(answer);
    // when a partition's leader moves between two tries to a broker that has answered already, the driver forgets it
    for (const { topicName, partition } of acknowledged) expected.delete(`${topicName}/${partition}`);
    if (expected.size > 0) throw new Outage('Not every partition has acknowledged.');
  };

  /** The driver would ask a line that fell silent again and again, and all that is published would wait behind it. */
  const send = async (request: readonly Queued[], tries = 1): Promise<void> => {
    try {
      await sendOnce(request);
    } catch (error) {
      drop();
      if (!isImpatience(error) || tries >= attempts) throw error;
      broker.log?.warn({ tries, err: error }, 'A request to the broker goes out again on a new connection.');
      await send(request, tries + 1);
    }
  };

  return {
    send: (request: readonly Queued[]) => send(request),
    close: async () => {
      const closing = connected;
      connected = undefined;
      await closing?.producer.disconnect().catch(closing.client.cut);
    },
  };
};

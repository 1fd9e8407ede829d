import { isOutage } from '@yimen/kernel';
import kafkajs, {
  type Kafka,
  type Producer,
  type ProducerBatch,
  type ProducerConfig,
  type RecordMetadata,
} from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Broker } from './broker.ts';
import { EVENT_LIMIT_BYTES } from './messages.ts';
import { createPublisher } from './publisher.ts';

type Answer = (request: ProducerBatch, partitions: readonly RecordMetadata[]) => Promise<RecordMetadata[]>;

/** The driver's producer as far as it is used, over topics of four partitions. */
const setUp = (answer: Answer = async (_, partitions) => [...partitions], options = {}) => {
  const requests: string[][] = [];
  let inFlight = 0;
  let most = 0;
  let clients = 0;
  const producer = ({ createPartitioner, idempotent }: ProducerConfig): Partial<Producer> => {
    expect(idempotent).toBe(false);
    const partitioner = createPartitioner?.();
    const partitionMetadata = [0, 1, 2, 3].map((partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    return {
      connect: async () => {},
      disconnect: async () => {},
      sendBatch: async (request) => {
        expect(request.acks).toBe(-1);
        most = Math.max(most, ++inFlight);
        const partitions = new Map<string, RecordMetadata>();
        const sent: string[] = [];
        for (const { topic, messages } of request.topicMessages ?? []) {
          for (const message of messages) {
            const partition = partitioner?.({ topic, partitionMetadata, message }) ?? 0;
            partitions.set(`${topic}/${partition}`, { topicName: topic, partition, errorCode: 0 });
            sent.push(String(message.value));
          }
        }
        requests.push(sent);
        await Promise.resolve();
        try {
          return await answer(request, [...partitions.values()]);
        } finally {
          inFlight--;
        }
      },
    };
  };
  const broker: Broker = {
    client: () => {
      clients++;
      return { kafka: { producer } as unknown as Kafka, cut: () => {} };
    },
    administer: () => Promise.reject(new Error('not here')),
    log: undefined,
  };
  return { publisher: createPublisher(broker, options), requests, mostInFlight: () => most, clients: () => clients };
};

const message = (value: string, key = value, topic = 't') => ({ topic, key, value });

describe('calls made while a request is under way', () => {
  it('share the next, in order, and there is never more than one', async () => {
    const { publisher, requests, mostInFlight } = setUp();
    const calls = [publisher.publish([message('1')])];
    await Promise.resolve();
    await Promise.resolve();
    for (const value of ['2', '3', '4']) calls.push(publisher.publish([message(value), message(`${value}b`)]));
    await Promise.all(calls);
    expect(requests.flat()).toEqual(['1', '2', '2b', '3', '3b', '4', '4b']);
    expect(requests.length).toBeLessThan(calls.length);
    expect(mostInFlight()).toBe(1);
  });
});

describe('an answer of the broker that leaves a partition out', () => {
  it('is an outage, since the messages of that partition are nowhere', async () => {
    const { publisher } = setUp(async (_, partitions) => partitions.slice(1));
    await expect(publisher.publish(['1', '2', '3', '4', '5'].map((it) => message(it)))).rejects.toSatisfy(isOutage);
  });
});

describe('a request that fails', () => {
  it('takes what follows it in its call along, and nothing else', async () => {
    let first = true;
    const { publisher, requests } = setUp(async (_, partitions) => {
      if (!first) return [...partitions];
      first = false;
      throw new Error('gone');
    });
    const value = 'x'.repeat(EVENT_LIMIT_BYTES - 1);
    const long = publisher.publish(Array.from({ length: 12 }, (_, i) => message(`${i}${value}`.slice(0, -2), 'k')));
    const other = publisher.publish([message('other')]);
    await expect(long).rejects.toSatisfy(isOutage);
    await other;
    expect(requests.map((sent) => sent.map((it) => it.slice(0, 5)))).toEqual([
      expect.arrayContaining(['0xxxx']),
      ['other'],
    ]);
    expect(publisher.health()).toMatchObject({ failedRequests: 1, queuedMessages: 0, queuedBytes: 0 });
  });
});

describe('a request of which the broker refuses something', () => {
  const refused = new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error('No.'), { type: 'TOPIC_AUTHORIZATION_FAILED', retriable: false }),
  );
  const holds = ({ topicMessages }: ProducerBatch, name: string) => topicMessages?.some(({ topic }) => topic === name);

  it('tells it to the call whose messages it is as it is, and sends the others', async () => {
    const { publisher, requests } = setUp(async (request, partitions) => {
      if (holds(request, 'closed')) throw refused;
      return [...partitions];
    });
    const calls = [message('1'), message('2', 'k', 'closed'), message('3')].map((it) => publisher.publish([it]));
    const [first, second, third] = await Promise.allSettled(calls);
    expect([first?.status, third?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(second).toEqual({ status: 'rejected', reason: refused });
    expect(requests).toEqual([['1', '3', '2'], ['1'], ['2'], ['3']]); // a request goes topic by topic
    expect(publisher.health()).toMatchObject({ sentMessages: 2, failedRequests: 1, queuedBytes: 0 });
  });

  it('is an outage to all when nobody answers any more, and nothing is tried in vain', async () => {
    let asked = 0;
    const { publisher, requests } = setUp(async () => {
      throw asked++ === 0 ? refused : new Error('gone');
    });
    const calls = ['1', '2', '3'].map((value) => publisher.publish([message(value)]));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map((it) => it.status === 'rejected' && isOutage(it.reason))).toEqual([true, true, true]);
    expect(requests).toEqual([['1', '2', '3'], ['1']]);
  });
});

describe('an answer that does not come', () => {
  const silent = new Promise<never>(() => undefined);

  it('is not waited for: the request goes out again on a new connection, before what follows', async () => {
    let first = true;
    const { publisher, requests, clients } = setUp(
      (_, partitions) => {
        if (!first) return Promise.resolve([...partitions]);
        first = false;
        return silent;
      },
      { patienceMs: 5 },
    );
    await Promise.all([publisher.publish([message('1')]), publisher.publish([message('2')])]);
    await publisher.publish([message('3')]);
    expect(requests).toEqual([['1', '2'], ['1', '2'], ['3']]);
    expect(clients()).toBe(2);
    expect(publisher.health()).toMatchObject({ failedRequests: 0, queuedMessages: 0 });
  });

  it('is an outage when none came to any try', async () => {
    const { publisher, requests } = setUp(() => silent, { patienceMs: 1, attempts: 3 });
    await expect(publisher.publish([message('1')])).rejects.toSatisfy(isOutage);
    expect(requests).toEqual([['1'], ['1'], ['1']]);
  });
});

describe('a publisher at its limits', () => {
  it('refuses an event that is too large as a fault, and sends nothing of its call', async () => {
    const { publisher, requests } = setUp();
    const large = message('x'.repeat(EVENT_LIMIT_BYTES + 1), 'k');
    await expect(publisher.publish([message('1'), large])).rejects.not.toSatisfy(isOutage);
    expect(requests).toEqual([]);
  });

  it('is an outage when too much waits, and serves again afterwards', async () => {
    const { publisher } = setUp(undefined, { queueLimitBytes: 1_000 });
    const waiting = publisher.publish([message('x'.repeat(500), 'k')]);
    await expect(publisher.publish([message('x'.repeat(500), 'k')])).rejects.toSatisfy(isOutage);
    await waiting;
    await publisher.publish([message('x'.repeat(500), 'k')]);
  });

  it('sends what waits before it closes, and takes nothing after', async () => {
    const { publisher, requests } = setUp();
    const waiting = publisher.publish([message('1')]);
    await publisher.close();
    await waiting;
    expect(requests).toEqual([['1']]);
    await expect(publisher.publish([message('2')])).rejects.toSatisfy(isOutage);
  });
});

import { connect, type Socket } from 'node:net';
import { Outage } from '@yimen/kernel';
import { eventually, servers, uniqueName } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Broker,
  type Consumer,
  type ConsumerOptions,
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  deadTopicOf,
  declareTopics,
  FAULT_LIMIT,
  lagOf,
  type OutgoingMessage,
  type Publisher,
  partitionOf,
  readJson,
  rewindGroup,
} from './index.ts';

const PARTITIONS = 4;
/** Joining a group behind a member that vanished takes until its session ends. */
const PATIENCE = { tries: 2_000 };

let broker: Broker;
let publisher: Publisher;
const topics: string[] = [];
const consumers: Consumer[] = [];

beforeAll(() => {
  broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'test' });
  publisher = createPublisher(broker);
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
});
afterAll(async () => {
  await publisher.close();
  await broker.administer((admin) => admin.deleteTopics({ topics }));
});

const newTopic = async (partitions = PARTITIONS) => {
  const name = uniqueName('messages');
  await declareTopics(
    broker,
    [name, deadTopicOf(name)].map((it) => ({
      name: it,
      partitions,
      replication: 1,
      retentionMs: 3_600_000,
      compact: false,
    })),
  );
  topics.push(name, deadTopicOf(name));
  return name;
};

const consume = (options: Partial<ConsumerOptions<unknown>> & { topics: readonly string[] }) => {
  const consumer = createConsumer({
    broker,
    groupId: uniqueName('group'),
    read: readJson,
    dead: createDeadLetters(publisher),
    onBatch: async () => {},
    sessionMs: 6_000,
    ...options,
  });
  consumers.push(consumer);
  return consumer;
};

const numbered = (topic: string, count: number, from = 0): OutgoingMessage[] =>
  Array.from({ length: count }, (_, i) => ({ topic, key: `case-${(from + i) % 10}`, value: JSON.stringify(from + i) }));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const byValue = (values: readonly unknown[]) => values.map(Number).toSorted((a, b) => a - b);

/** Everything that a consumer handled, with the order per key. */
const collect = () => {
  const seen: { key: string | undefined; event: unknown; topic: string; partition: number }[] = [];
  return {
    seen,
    onBatch: async (messages: readonly (typeof seen)[number][]) => {
      seen.push(...messages);
    },
    events: () => seen.map(({ event }) => event),
  };
};

/** Connections to the brokers that a test can break. */
const breakable = () => {
  const sockets = new Set<Socket>();
  let away = false;
  return {
    openSocket: ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) => {
      const socket = connect({ host, port: away ? 1 : port }, onConnect); // nobody listens at port 1
      sockets.add(socket);
      return socket;
    },
    cut: () => {
      away = true;
      for (const socket of sockets) socket.destroy(new Error('reset'));
    },
    mend: () => {
      away = false;
    },
    /** Nothing more is heard from the brokers on the present connections, though they stay open. */
    freeze: () => {
      for (const socket of sockets) socket.pause();
    },
  };
};

describe('messages that are published', () => {
  it('are all handled, those of one key in order', async () => {
    const topic = await newTopic();
    const { seen, onBatch, events } = collect();
    await Promise.all([publisher.publish(numbered(topic, 500)), publisher.publish(numbered(topic, 500, 500))]);
    consume({ topics: [topic], onBatch });
    await eventually(() => seen.length === 1_000, PATIENCE);
    expect(byValue(events())).toEqual(upTo(1_000));
    for (const ofKey of Map.groupBy(seen, ({ key }) => key).values()) {
      expect(ofKey.map(({ event }) => event)).toEqual(byValue(ofKey.map(({ event }) => event)));
    }
    for (const { key, partition } of seen) expect(partition).toBe(partitionOf(key ?? '', PARTITIONS));
  });

  it('may be more bytes than one request may have', async () => {
    const topic = await newTopic(1);
    const { onBatch, events } = collect();
    const large = (i: number) => ({ topic, key: 'case-1', value: JSON.stringify([i, 'x'.repeat(60_000)]) });
    await publisher.publish(upTo(40).map(large));
    consume({ topics: [topic], onBatch });
    await eventually(() => events().length === 40, PATIENCE);
    expect(events().map((event) => Array.isArray(event) && event[0])).toEqual(upTo(40));
  });

  it('keep their headers, and a tombstone is told as such', async () => {
    const topic = await newTopic(1);
    const raw: unknown[] = [];
    await publisher.publish([{ topic, key: 'k', value: null, headers: { traceparent: '00-abc' } }]);
    consume({ topics: [topic], read: (message) => raw.push({ ...message }) });
    await eventually(() => raw.length === 1, PATIENCE);
    expect(raw[0]).toMatchObject({ key: 'k', value: undefined, headers: { traceparent: '00-abc' }, offset: '0' });
  });
});

describe('a group that stops and starts again', () => {
  it('goes on behind what it has handled', async () => {
    const topic = await newTopic();
    const groupId = uniqueName('group');
    const first = collect();
    await publisher.publish(numbered(topic, 100));
    const before = consume({ topics: [topic], groupId, onBatch: first.onBatch });
    await eventually(() => first.seen.length === 100, PATIENCE);
    await before.stop();
    expect(await lagOf(broker, groupId, [topic])).toEqual({ total: 0, byTopic: { [topic]: 0 } });

    await publisher.publish(numbered(topic, 10, 100));
    expect((await lagOf(broker, groupId, [topic])).total).toBe(10);
    const second = collect();
    consume({ topics: [topic], groupId, onBatch: second.onBatch });
    await eventually(() => second.seen.length === 10, PATIENCE);
    expect(byValue(second.events())).toEqual(upTo(110).slice(100));
  });

  it('reads again what came since an instant when it is set back', async () => {
    const topic = await newTopic();
    const groupId = uniqueName('group');
    const first = collect();
    await publisher.publish(numbered(topic, 20));
    const before = consume({ topics: [topic], groupId, onBatch: first.onBatch });
    await eventually(() => first.seen.length === 20, PATIENCE);
    await before.stop();
    await rewindGroup(broker, groupId, [topic], 0);
    const second = collect();
    consume({ topics: [topic], groupId, onBatch: second.onBatch });
    await eventually(() => second.seen.length === 20, PATIENCE);
  });
});

describe('a poisoned message', () => {
  it('goes to .dead with where it came from, and its partition goes on', async () => {
    const topic = await newTopic(1);
    const { onBatch, events } = collect();
    const dead: unknown[] = [];
    await publisher.publish([...numbered(topic, 1), { topic, key: 'bad', value: '{no' }, ...numbered(topic, 2, 1)]);
    const consumer = consume({ topics: [topic], onBatch });
    consume({ topics: [deadTopicOf(topic)], read: (it) => dead.push({ ...it, value: String(it.value) }) });
    await eventually(() => events().length === 3 && dead.length === 1, PATIENCE);
    expect(dead[0]).toMatchObject({
      key: 'bad',
      value: '{no',
      headers: {
        'origin-topic': topic,
        'origin-partition': '0',
        'origin-offset': '1',
        reason: 'unreadable: SyntaxError',
      },
    });
    expect(consumer.health()).toMatchObject({ dead: 1, messages: 4 });
  });

  it('that only faults when handled goes there after its tries', async () => {
    const topic = await newTopic(1);
    const { seen, onBatch, events } = collect();
    const dead: unknown[] = [];
    await publisher.publish(numbered(topic, 5));
    const consumer = consume({
      topics: [topic],
      onBatch: async (messages) => {
        if (messages.some(({ event }) => event === 2)) throw new TypeError('a fault of ours');
        await onBatch(messages);
      },
    });
    consume({ topics: [deadTopicOf(topic)], read: (it) => dead.push(it.headers['reason']) });
    await eventually(() => dead.length === 1 && seen.at(-1)?.event === 4, PATIENCE);
    expect(dead).toEqual(['fault: TypeError']);
    expect(new Set(byValue(events()))).toEqual(new Set([0, 1, 3, 4]));
    expect(consumer.health()).toMatchObject({ dead: 1, faults: FAULT_LIMIT });
  });
});

describe('a database that is away for one partition', () => {
  it('delays that partition only, and loses nothing', async () => {
    const topic = await newTopic();
    const { seen, onBatch, events } = collect();
    const blocked = partitionOf('case-0', PARTITIONS);
    const others = numbered(topic, 100).filter(({ key }) => partitionOf(key, PARTITIONS) !== blocked).length;
    let away = true;
    await publisher.publish(numbered(topic, 100));
    const consumer = consume({
      topics: [topic],
      onBatch: async (messages) => {
        if (away && messages[0]?.partition === blocked) throw new Outage('away');
        await onBatch(messages);
      },
    });
    await eventually(() => seen.length === others && consumer.health().outages > 2, PATIENCE);
    away = false;
    await eventually(() => seen.length === 100, PATIENCE);
    expect(byValue(events())).toEqual(upTo(100));
    expect(consumer.health()).toMatchObject({ dead: 0, crashes: 0, stalls: 0 });
  });
});

describe('several members of a group', () => {
  it('have the equal partition numbers of all topics', async () => {
    const both = [await newTopic(), await newTopic()];
    const groupId = uniqueName('group');
    const members = [consume({ topics: both, groupId }), consume({ topics: both, groupId })];
    await eventually(() => {
      const owned = members.map((member) => member.health().assigned);
      const sizes = owned.map((it) => it[both[0] ?? '']?.length ?? 0);
      return sizes.every((size) => size === PARTITIONS / 2) && owned;
    }, PATIENCE);
    for (const member of members) {
      const { assigned } = member.health();
      expect(assigned[both[1] ?? '']).toEqual(assigned[both[0] ?? '']);
    }
  });

  it('take over what one leaves behind', async () => {
    const topic = await newTopic();
    const groupId = uniqueName('group');
    const { seen, onBatch } = collect();
    const leaving = consume({ topics: [topic], groupId, onBatch });
    const staying = consume({ topics: [topic], groupId, onBatch });
    await Promise.all([leaving.ready, staying.ready]);
    await leaving.stop();
    await publisher.publish(numbered(topic, 100));
    await eventually(() => seen.length >= 100, PATIENCE);
    expect(staying.health().assigned[topic]).toEqual(upTo(PARTITIONS));
  });
});

describe('brokers that go away and come back', () => {
  it('delay messages and lose none, without any help', async () => {
    const topic = await newTopic();
    const line = breakable();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const sender = createPublisher(far, { attempts: 2 });
    const { seen, onBatch, events } = collect();
    const consumer = consume({ broker: far, topics: [topic], onBatch });
    await sender.publish(numbered(topic, 50));
    await eventually(() => seen.length === 50, PATIENCE);

    line.cut();
    await expect(sender.publish(numbered(topic, 50, 50))).rejects.toBeInstanceOf(Outage);
    await eventually(() => consumer.health().crashes > 0, PATIENCE);
    line.mend();
    await sender.publish(numbered(topic, 50, 50));
    await eventually(() => new Set(events()).size === 100, PATIENCE);
    await consumer.stop();
    await sender.close();
  });

  it('do not keep anything from starting', async () => {
    const topic = await newTopic();
    const line = breakable();
    line.cut();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const sender = createPublisher(far, { attempts: 1 });
    const { seen, onBatch } = collect();
    const consumer = consume({ broker: far, topics: [topic], onBatch });
    await expect(sender.publish(numbered(topic, 1))).rejects.toBeInstanceOf(Outage);
    line.mend();
    await consumer.ready;
    await sender.publish(numbered(topic, 1));
    await eventually(() => seen.length === 1, PATIENCE);
    await consumer.stop();
    await sender.close();
  });
});

describe('a consumer that hears nothing any more', () => {
  it('is noticed and replaced, and misses nothing', async () => {
    const topic = await newTopic();
    const line = breakable();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const { seen, onBatch, events } = collect();
    const consumer = consume({ broker: far, topics: [topic], onBatch, stalledMs: 2_000 });
    await publisher.publish(numbered(topic, 10));
    await eventually(() => seen.length === 10, PATIENCE);

    line.freeze();
    await publisher.publish(numbered(topic, 10, 10));
    await eventually(() => consumer.health().stalls > 0, PATIENCE);
    await eventually(() => new Set(events()).size === 20, PATIENCE);
    await consumer.stop();
  });
});

describe('declared topics', () => {
  const declare = (name: string, change = {}) =>
    declareTopics(broker, [{ name, partitions: 2, replication: 1, retentionMs: 60_000, compact: false, ...change }]);

  it('are created once, and then compared', async () => {
    const name = uniqueName('declared');
    topics.push(name);
    expect(await declare(name)).toEqual({ created: [name], drift: [] });
    expect(await declare(name)).toEqual({ created: [], drift: [] });
    expect(await declare(name, { partitions: 3, retentionMs: -1, compact: true })).toEqual({
      created: [],
      drift: [
        { topic: name, property: 'partitions', declared: '3', found: '2' },
        { topic: name, property: 'retentionMs', declared: '-1', found: '60000' },
        { topic: name, property: 'compact', declared: 'compact', found: 'delete' },
      ],
    });
  });

  it('are created by one of several that declare them at once', async () => {
    const name = uniqueName('declared');
    topics.push(name);
    await Promise.all([declare(name), declare(name), declare(name)]);
    expect(await declare(name)).toEqual({ created: [], drift: [] });
  });
});

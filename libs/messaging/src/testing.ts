import { connect, type Socket } from 'node:net';
import { servers, uniqueName } from '@yimen/testing';
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
  type OutgoingMessage,
  type Publisher,
  readJson,
} from './index.ts';

/** Partitions of a trial's topics. */
export const PARTITIONS = 4;

/** Joining a group behind a member that vanished takes until its session ends. */
export const PATIENCE = { tries: 2_000 };

/** Topics and consumers of one test file on the real brokers, and their end. */
export interface Trial {
  readonly broker: Broker;
  readonly publisher: Publisher;
  /** A fresh topic with its `.dead`. */
  readonly newTopic: (partitions?: number) => Promise<string>;
  /** Remembers a topic that is made elsewhere. */
  readonly adopt: (topic: string) => void;
  readonly consume: (options: Partial<ConsumerOptions<unknown>> & { topics: readonly string[] }) => Consumer;
  readonly stopConsumers: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Begins a trial; what its tests start is stopped and removed by it. */
export const beginTrial = (): Trial => {
  const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'trial' });
  const publisher = createPublisher(broker);
  const topics: string[] = [];
  const consumers: Consumer[] = [];
  const stopConsumers = async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  };
  return {
    broker,
    publisher,
    newTopic: async (partitions = PARTITIONS) => {
      const name = uniqueName('messages');
      const pair = [name, deadTopicOf(name)];
      await declareTopics(
        broker,
        pair.map((it) => ({ name: it, partitions, replication: 1, retentionMs: 3_600_000, compact: false })),
      );
      topics.push(...pair);
      return name;
    },
    adopt: (topic) => topics.push(topic),
    consume: (options) => {
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
    },
    stopConsumers,
    end: async () => {
      await stopConsumers();
      await publisher.close();
      await broker.administer((admin) => admin.deleteTopics({ topics }));
    },
  };
};

/** Messages that carry their number, over ten keys. */
export const numbered = (topic: string, count: number, from = 0): OutgoingMessage[] =>
  Array.from({ length: count }, (_, i) => ({ topic, key: `case-${(from + i) % 10}`, value: JSON.stringify(from + i) }));

/** The numbers from 0 below `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Numbers in order. */
export const byValue = (values: readonly unknown[]): number[] => values.map(Number).toSorted((a, b) => a - b);

/** Keeps everything that a consumer handled, in the order in which it came. */
export const collect = () => {
  const seen: { key: string | undefined; event: unknown; topic: string; partition: number }[] = [];
  return {
    seen,
    onBatch: async (messages: readonly (typeof seen)[number][]) => {
      seen.push(...messages);
    },
    events: () => seen.map(({ event }) => event),
    /** How many different ones: delivery is at least once. */
    different: () => new Set(seen.map(({ event }) => event)).size,
  };
};

/** Connections to the brokers that a test can break. */
export const breakable = () => {
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

import { connect, type Socket } from 'node:net';
import {
  connectBroker,
  createConsumer,
  createDeadLetters,
  createPublisher,
  declareTopics,
  readJson,
} from '@yimen/messaging';
import { connectStore, type Store } from '@yimen/store';
import { eventually, servers, uniqueDatabase, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '../cloud-event.ts';
import { type CaseFiles, createCaseFiles, createNonces } from '../door/case-files.ts';
import type { Received } from '../inbox/delivery.ts';
import { createMongoStore } from '../store/mongo/mongo-store.ts';
import { officer, type Permit, type PermitCommand, permitToldOn } from '../testing/permit.ts';
import type { Errand } from '../testing/processes/courier.ts';
import { runProcess } from '../testing/processes/run.ts';
import { createRelay, type Relay } from './relay.ts';

const PATIENCE = { tries: 2_000 };
const topic = uniqueName('permits');
const target = 'd1';
const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'killed' });
const publisher = createPublisher(broker);
const closing: (() => Promise<unknown>)[] = [];
let sending: Store;
let receivers: CaseFiles<Permit, PermitCommand>;
let relay: Relay;
const received: Received[] = [];

const filesOn = async (store: Store): Promise<CaseFiles<Permit, PermitCommand>> =>
  createCaseFiles({
    aggregate: permitToldOn(topic),
    store: await createMongoStore(store, 'permit'),
    nonces: createNonces(uniqueName('w')),
    clocks: { business: () => 0, system: () => performance.now() },
    inbox: { dead: () => {}, alarm: () => {}, askAgain: async (...asked) => void (await relay.rewind(...asked)) },
  });

beforeAll(async () => {
  await declareTopics(
    broker,
    [topic, `${topic}.dead`].map((name) => ({
      name,
      partitions: 2,
      replication: 1,
      retentionMs: 3_600_000,
      compact: false,
    })),
  );
  sending = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('sending') });
  const receiving = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('receiving') });
  receivers = await filesOn(receiving);
  relay = createRelay({
    files: await filesOn(sending),
    publish: publisher.publish,
    subjectOf: ({ id }) => id,
    render: ({ data }) => data,
  });
  const consumer = createConsumer({
    broker,
    groupId: uniqueName('killed'),
    topics: [topic],
    read: (message) => readJson(message) as CloudEvent,
    dead: createDeadLetters(publisher),
    onBatch: async (messages) => {
      const own = messages.map(({ event }) => event).filter((event) => event.target === target);
      received.push(
        await receivers.receive(
          own.map((message) => ({
            id: target,
            message,
            create: true,
            command: { step: 'hear', word: message.id, actor: officer, at: message.time },
          })),
        ),
      );
    },
  });
  await consumer.ready;
  closing.push(consumer.stop, relay.stop, publisher.close);
  for (const store of [sending, receiving]) closing.push(() => store.db.dropDatabase(), store.close);
  closing.push(() => broker.administer((admin) => admin.deleteTopics({ topics: [topic, `${topic}.dead`] })));
});
afterAll(async () => {
  for (const close of closing) await close();
});

/** Connections to the brokers that a test can break; nobody listens at port 1. */
const breakable = () => {
  const sockets = new Set<Socket>();
  let away = false;
  return {
    openSocket: ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) => {
      const socket = connect({ host, port: away ? 1 : port }, onConnect);
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
  };
};

const dies = (id: string, moment: Errand['dies']) =>
  runProcess('courier', {
    url: servers.mongodbUrl,
    database: sending.database,
    brokers: servers.kafkaBrokers,
    topic,
    id,
    target,
    dies: moment,
  } satisfies Errand);
const heardFrom = async (source: string) =>
  (await receivers.history(target)).filter(({ cause }) => 'source' in cause && cause.source === source);
const sum = (part: keyof Received) => received.reduce((total, one) => total + one[part], 0);

describe('a process that is killed with −9', () => {
  it('between write and publish: another process tells what it wrote', async () => {
    expect((await dies('k1', 'before-publish')).signal).toBe('SIGKILL');
    expect(await heardFrom('k1')).toEqual([]);
    await relay.sweep();
    expect(await relay.sweep()).toBe(1);
    expect(await eventually(async () => (await heardFrom('k1')).length, PATIENCE)).toBe(1);
  });

  it('between publish and mark: it is told twice and taken once', async () => {
    expect((await dies('k2', 'before-mark')).signal).toBe('SIGKILL');
    await eventually(async () => (await heardFrom('k2')).length === 1, PATIENCE);
    const before = sum('dropped');
    await relay.sweep();
    expect(await relay.sweep()).toBe(1);
    await eventually(() => sum('dropped') > before, PATIENCE);
    expect((await heardFrom('k2')).length).toBe(1);
    await relay.idle();
    await eventually(async () => (await relay.sweep()) === 0, PATIENCE);
  });
});

describe('a broker that is away while cases go on', () => {
  it('delays what is told, and loses nothing', async () => {
    const line = breakable();
    const other = createPublisher(connectBroker({ brokers: servers.kafkaBrokers, clientId: 'away', ...line }));
    const files = await filesOn(sending);
    const own = createRelay({
      files,
      publish: other.publish,
      subjectOf: ({ id }) => id,
      render: ({ data }) => data,
      limits: { retryMs: 50 },
    });
    const by = { actor: officer, at: '2026-03-02T01:30:00.000Z' } as const;
    const ids = Array.from({ length: 30 }, (_, i) => `away-${i}`);
    const file = (id: string) =>
      files.handle(id, { step: 'file', title: id, tellTo: [target], ...by }, { id: 'k' }, { create: true });

    await Promise.all(ids.slice(0, 10).map(file));
    line.cut();
    await Promise.all(ids.slice(10).map(file));
    await Promise.all(ids.map((id) => files.handle(id, { step: 'rename', title: `${id}!`, ...by }, { id: 'k2' })));
    await eventually(() => own.health().failures > 0, PATIENCE);
    line.mend();
    await own.idle();
    for (const id of ids) await eventually(async () => (await heardFrom(id)).length === 2, PATIENCE);
    await own.stop();
    await other.close();
  });
});

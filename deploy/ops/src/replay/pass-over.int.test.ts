import {
  type Aggregate,
  type CaseFiles,
  type CloudEvent,
  type Command,
  createCaseFiles,
  createMongoStore,
  createNonces,
  type Delivery,
  verifyHistory,
} from '@yimen/case-file';
import { branchesTopic } from '@yimen/contracts';
import { type JsonObject, refuse } from '@yimen/kernel';
import { connectBroker, createDeadLetters, createPublisher, declareTopics } from '@yimen/messaging';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partsOf, type Target } from '../platform.ts';
import { passOver } from './pass-over.ts';
import { type DeadMessage, listDead } from './replay.ts';

type Count = JsonObject & { readonly taken: number };
interface Take extends Command {
  readonly step: 'take' | 'spoil';
}

/** A file that counts what it takes; something is due, and lists find it by its count. */
const counting: Aggregate<Count, Take> = {
  name: 'dossier',
  schemaVersion: 1,
  start: { taken: 0 },
  decide: (_, { step }) =>
    step === 'spoil' ? refuse('spoilt', 'It can never be taken.') : [{ type: 'taken', data: {} }],
  evolve: ({ taken }) => ({ taken: taken + 1 }),
  addresses: () => [],
  scalars: ({ taken }) => ({ taken }),
  wakeAt: () => '2026-11-30T00:00:00.000Z',
  answer: () => ({}),
};

const target: Target = {
  mongodbUrl: servers.mongodbUrl,
  kafkaBrokers: servers.kafkaBrokers,
  databasePrefix: `${uniqueDatabase('passing')}_`.slice(-24),
  services: ['social-security'],
};
const origin = branchesTopic('social-security');
const dead = `${uniqueName('branches')}.dead`;
const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'passing-test' });
const publisher = createPublisher(broker);
const FILE = 'case-1.branch';
let store: Store;
let files: CaseFiles<Count, Take>;

const messageOf = (sequence: number): CloudEvent => ({
  specversion: '1.0',
  id: `case-1/${sequence}`,
  source: 'case-1',
  type: 'branch.told',
  subject: 'case-1',
  time: '2026-11-22T04:00:00.000Z',
  datacontenttype: 'application/json',
  sequence,
  target: FILE,
  entryhash: `hash-${sequence}`,
  data: {},
});

const deliver = (sequence: number, step: Take['step'] = 'take'): Delivery<Take> => ({
  id: FILE,
  message: messageOf(sequence),
  create: true,
  command: { step, actor: { subject: 'case-1', kind: 'service' }, at: '2026-11-22T04:00:00.000Z' },
});

beforeAll(async () => {
  await declareTopics(broker, [{ name: dead, partitions: 1, replication: 1, retentionMs: -1, compact: false }]);
  const [part] = partsOf(target);
  store = await connectStore({ url: target.mongodbUrl, database: part?.database ?? '' });
  const bury = createDeadLetters(publisher);
  files = createCaseFiles<Count, Take>({
    aggregate: counting,
    store: await createMongoStore(store, 'dossier', { indexes: [{ key: { taken: 1 } }] }),
    nonces: createNonces('service'),
    clocks: { system: Date.now, business: Date.now },
    inbox: {
      dead: ({ message }) => {
        const place = { topic: dead.slice(0, -'.dead'.length), partition: 0, offset: '0', timestamp: 0 };
        const value = Buffer.from(JSON.stringify(message));
        return bury({ ...place, key: 'case-1', value, headers: {} }, 'spoilt');
      },
      alarm: () => {},
      askAgain: () => {},
    },
  });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
  await publisher.close();
  await broker.administer((admin) => admin.deleteTopics({ topics: [dead] }));
});

/** What lies there, as the topic's own service would have put it aside. */
const readDead = async (): Promise<readonly DeadMessage[]> =>
  (await listDead(target.kafkaBrokers, dead)).map((one) => ({
    ...one,
    message: { ...one.message, headers: { ...one.message.headers, 'origin-topic': origin } },
  }));

describe('a file behind a message that can never be taken', () => {
  it('goes on when an operator passes over it, and nothing else of it has changed', async () => {
    expect(await files.receive([deliver(1)])).toMatchObject({ taken: 1 });
    expect(await files.receive([deliver(2, 'spoil'), deliver(3)])).toMatchObject({ dead: 1, parked: 1 });
    const before = await store.collection<{ _id: string }>('dossiers').findOne({ _id: FILE });

    const [one] = await readDead();
    if (!one) throw new Error('Nothing was put aside.');
    expect(await passOver(target, dead, [one])).toEqual([]);
    const after = await store.collection<{ _id: string }>('dossiers').findOne({ _id: FILE });
    const beside = ({ seen, version, ...rest }: Record<string, unknown>) => rest;
    expect(beside(after ?? {})).toEqual(beside(before ?? {}));
    expect((await listDead(target.kafkaBrokers, dead))[0]?.done).toMatch(/^passed over 2/);

    expect(await files.receive([deliver(3)])).toMatchObject({ taken: 1 });
    const file = await files.load(FILE);
    expect(file?.state.taken).toBe(2);
    if (file) expect(verifyHistory({ id: FILE, head: file.head, history: await files.history(FILE) })).toBeUndefined();
    expect(await passOver(target, dead, [one])).toEqual([one]);
  });

  it('is not moved by what is no message of a history', async () => {
    const [one] = await listDead(target.kafkaBrokers, dead);
    if (!one) throw new Error('Nothing was put aside.');
    for (const text of ['null', 'no JSON', '{"source":"case-1","sequence":0}']) {
      const message = { ...one.message, value: Buffer.from(text) };
      await expect(passOver(target, dead, [{ ...one, message }])).rejects.toThrow('no message of a history');
    }
    const elsewhere = { ...one.message, headers: { 'origin-topic': 'nowhere.v1' } };
    await expect(passOver(target, dead, [{ ...one, message: elsewhere }])).rejects.toThrow('No service');
  });

  it('is noted as passed over though one behind it is none that can be', async () => {
    expect(await files.receive([deliver(4, 'spoil')])).toMatchObject({ dead: 1 });
    const one = (await readDead()).at(-1);
    if (!one) throw new Error('Nothing was put aside.');
    const spoilt = { ...one, place: '0/9', message: { ...one.message, value: Buffer.from('no JSON') } };
    await expect(passOver(target, dead, [one, spoilt])).rejects.toThrow('no message of a history');
    const after = (await listDead(target.kafkaBrokers, dead)).find(({ place }) => place === one.place);
    expect(after?.done).toMatch(/^passed over 2/);
  });
});

import { isOutage } from '@yimen/kernel';
import { createLine, eventually, type Line, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BulkUpdate, bulkInsert, bulkUpdate, connectStore, outageOf, type Store, throwOutage } from './index.ts';

interface Thing {
  readonly _id: string;
  readonly n: number;
}

const database = uniqueDatabase('store');
let store: Store;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

const thing = (_id: string, n = 0): Thing => ({ _id, n });
const move = (_id: string, n: number): BulkUpdate<Thing> => ({ filter: { _id, n }, update: { $set: { n: n + 1 } } });

describe('a store', () => {
  it('writes to the journal of the majority and reads from it, on the primary', () => {
    const { writeConcern, readConcern, readPreference } = store.collection('things');
    expect(writeConcern).toMatchObject({ w: 'majority', journal: true });
    expect(readConcern?.level).toBe('majority');
    expect(readPreference?.mode).toBe('primary');
  });

  it('answers a ping', async () => {
    expect(await store.ping()).toBeGreaterThan(0);
  });
});

describe('a bulk that the server answered', () => {
  it('tells how many were written', async () => {
    const written = { known: true, duplicates: [], refused: [] };
    expect(await bulkInsert(store, 'answered', [thing('a'), thing('b')])).toEqual({ ...written, written: 2 });
    expect(await bulkUpdate(store, 'answered', [move('a', 0)])).toEqual({ ...written, written: 1 });
    expect(await store.collection<Thing>('answered').findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 1 });
  });

  it('does not count updates whose document has moved on', async () => {
    await bulkInsert(store, 'moved', [thing('a'), thing('b', 5)]);
    expect(await bulkUpdate(store, 'moved', [move('a', 0), move('b', 0)])).toMatchObject({ known: true, written: 1 });
  });

  it('names the positions of what a unique index refused, and writes the rest', async () => {
    await store.collection<Thing>('duplicates').insertOne(thing('b'));
    const outcome = await bulkInsert(store, 'duplicates', [thing('a'), thing('b'), thing('c'), thing('a')]);
    expect(outcome).toMatchObject({ known: true, written: 2, duplicates: [1, 3], refused: [] });
  });

  it('names the positions of what the server refused for another reason', async () => {
    await bulkInsert(store, 'refused', [thing('a'), thing('b')]);
    const wrong = { filter: { _id: 'a' }, update: { $inc: { _id: 1 } } } as never;
    const outcome = await bulkUpdate(store, 'refused', [move('b', 0), wrong]);
    expect(outcome).toMatchObject({ known: true, written: 1, refused: [{ position: 1 }] });
  });

  it('never reports success for an operation that is too large', async () => {
    const oversized = { _id: 'large', text: 'x'.repeat(17 * 1_024 * 1_024) };
    const outcome = await bulkInsert(store, 'large', [oversized]).catch((error: unknown) => ({ error }));
    if ('error' in outcome) expect(outcome.error).not.toSatisfy(isOutage);
    else expect(outcome).toMatchObject({ known: true, written: 0, refused: [{ position: 0 }] });
    expect(await store.collection('large').countDocuments()).toBe(0);
  });
});

describe('a line to the database that breaks', () => {
  let line: Line;
  let far: Store;
  beforeEach(async () => {
    const url = new URL(servers.mongodbUrl);
    line = await createLine({ host: url.hostname, port: Number(url.port || 27017) });
    far = await connectStore({
      url: `mongodb://${line.host}:${line.port}/?directConnection=true`,
      database,
      socketMs: 500,
      selectionMs: 500,
      connectMs: 500,
    });
  });
  afterEach(async () => {
    line.mend();
    await far.close();
    await line.close();
  });

  it('makes requests outages while it is cut, and serves again when mended', async () => {
    const things = far.collection<Thing>('cut');
    await things.insertOne({ _id: 'a', n: 0 });
    line.cut();
    const error = await things.findOne({ _id: 'a' }).catch((it: unknown) => it);
    expect(isOutage(outageOf(error))).toBe(true);
    await expect(far.ping()).rejects.toSatisfy(isOutage);
    await expect(things.findOne({ _id: 'a' }).catch(throwOutage)).rejects.toSatisfy(isOutage);
    line.mend();
    expect(await things.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 0 });
  });

  it('makes the outcome of a bulk unknown when the answer is lost, although it was written', async () => {
    const things = far.collection<Thing>('muffled');
    await things.insertOne({ _id: 'a', n: 0 });
    line.muffle();
    const outcome = await bulkInsert(far, 'muffled', [thing('b')]);
    expect(outcome.known).toBe(false);
    await eventually(() => store.collection<Thing>('muffled').findOne({ _id: 'b' }));
  });

  for (const [how, ends] of [
    ['the socket’s patience ends', () => {}],
    ['the line breaks', () => line.cut()],
  ] as const)
    it(`makes a request an outage that nobody takes in, when ${how}`, async () => {
      await far.ping();
      line.stall();
      const large = { _id: how, text: 'x'.repeat(15 * 1_024 * 1_024) };
      const outcome = bulkInsert(far, 'stalled', [large]);
      ends();
      expect(await outcome).toMatchObject({ known: false });
    });

  it('does not take longer than the limits to say so', async () => {
    line.muffle();
    await expect(far.ping()).rejects.toSatisfy(isOutage);
  });

  it('is an outage at the start, too', async () => {
    line.cut();
    const options = { url: `mongodb://${line.host}:${line.port}/?directConnection=true`, database, selectionMs: 300 };
    await expect(connectStore(options)).rejects.toSatisfy(isOutage);
  });
});

describe('a write that the majority does not acknowledge in time', () => {
  it('has an unknown outcome', async () => {
    // more members than there are: applied here, never acknowledged
    const db = store.db.client.db(database, { writeConcern: { w: 7, wtimeoutMS: 100 } });
    const outcome = await bulkInsert({ ...store, db }, 'unacknowledged', [thing('a')]);
    expect(outcome.known).toBe(false);
    expect(await store.collection<Thing>('unacknowledged').countDocuments()).toBe(1);
  });
});

import { isOutage } from '@yimen/kernel';
import { createLine, eventually, type Line, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bulk, connectStore, outageOf, type Store, throwOutage } from './index.ts';

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

const insert = (_id: string, n = 0) => ({ insertOne: { document: { _id, n } } });
const update = (_id: string, n: number) => ({ updateOne: { filter: { _id, n }, update: { $set: { n: n + 1 } } } });

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
    const things = store.collection<Thing>('answered');
    expect(await bulk(things, [insert('a'), insert('b'), update('a', 0)])).toMatchObject({
      known: true,
      inserted: 2,
      matched: 1,
      duplicates: [],
      refused: [],
    });
  });

  it('does not count updates whose document has moved on', async () => {
    const things = store.collection<Thing>('moved');
    await bulk(things, [insert('a'), insert('b', 5)]);
    expect(await bulk(things, [update('a', 0), update('b', 0)])).toMatchObject({ known: true, matched: 1 });
  });

  it('names the positions of what a unique index refused, and writes the rest', async () => {
    const things = store.collection<Thing>('duplicates');
    await things.insertOne({ _id: 'b', n: 0 });
    const outcome = await bulk(things, [insert('a'), insert('b'), update('b', 0), insert('a')]);
    expect(outcome).toMatchObject({ known: true, inserted: 1, matched: 1, duplicates: [1, 3], refused: [] });
  });

  it('names the positions of what the server refused for another reason', async () => {
    const things = store.collection<Thing>('refused');
    await things.insertOne({ _id: 'a', n: 0 });
    const wrong = { updateOne: { filter: { _id: 'a' }, update: { $inc: { _id: 1 } } } } as never;
    expect(await bulk(things, [insert('b'), wrong])).toMatchObject({
      known: true,
      inserted: 1,
      refused: [{ position: 1 }],
    });
  });

  it('is a fault when an operation is too large for the driver', async () => {
    const things = store.collection('large');
    const oversized = { insertOne: { document: { text: 'x'.repeat(17 * 1_024 * 1_024) } } };
    await expect(bulk(things, [oversized])).rejects.not.toSatisfy(isOutage);
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
    const outcome = await bulk(things, [insert('b'), update('a', 0)]);
    expect(outcome.known).toBe(false);
    await eventually(() => store.collection<Thing>('muffled').findOne({ _id: 'b' }));
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
    const things = store.db.collection<Thing>('unacknowledged', {
      // more members than there are: applied here, never acknowledged
      writeConcern: { w: 7, wtimeoutMS: 100 },
    });
    const outcome = await bulk(things, [insert('a')]);
    expect(outcome.known).toBe(false);
    expect(await store.collection<Thing>('unacknowledged').countDocuments()).toBe(1);
  });
});

import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStore, declareIndexes, explainUsesIndex, planOf, planOfCommand, type Store } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('indexes') });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

describe('declared indexes', () => {
  const declared = [
    { collection: 'cases', key: { status: 1, at: -1 } },
    { collection: 'cases', key: { number: 1 }, options: { unique: true, name: 'by-number' } },
    { collection: 'cases', key: { wakeAt: 1 }, options: { partialFilterExpression: { wakeAt: { $exists: true } } } },
  ] as const;

  it('are created once, from wherever they are declared first', async () => {
    const both = await Promise.all([declareIndexes(store, declared), declareIndexes(store, declared)]);
    expect(both.flatMap(({ created }) => created)).toEqual(
      expect.arrayContaining(['cases.status_1_at_-1', 'cases.by-number', 'cases.wakeAt_1']),
    );
    expect(await declareIndexes(store, declared)).toEqual({ created: [], drift: [] });
  });

  it('are compared, and drift is told but not mended', async () => {
    await store.collection('drift').createIndex({ a: 1 });
    await store.collection('drift').createIndex({ b: 1, c: 1 });
    await store.collection('drift').createIndex({ d: 1 }, { name: 'by-d' });
    const { created, drift } = await declareIndexes(store, [
      { collection: 'drift', key: { a: 1 }, options: { unique: true } },
      { collection: 'drift', key: { d: -1 }, options: { name: 'by-d' } },
    ]);
    expect(created).toEqual([]);
    expect(drift).toEqual([
      { collection: 'drift', index: 'a_1', reason: 'different' },
      { collection: 'drift', index: 'by-d', reason: 'different' },
      { collection: 'drift', index: 'b_1_c_1', reason: 'undeclared' },
    ]);
  });
});

describe('a query', () => {
  beforeAll(async () => {
    await declareIndexes(store, [{ collection: 'queries', key: { status: 1, at: -1 } }]);
    await store.collection('queries').insertMany(Array.from({ length: 50 }, (_, at) => ({ status: 'x', at, n: at })));
  });

  it('is known to be served by an index', async () => {
    const queries = store.collection('queries');
    expect(await explainUsesIndex(queries.find({ status: 'x' }).sort({ at: -1 }))).toBe(true);
    expect(await planOf(queries.find({ status: 'x' }).sort({ at: -1 }))).toMatchObject({
      indexes: ['status_1_at_-1'],
      scansCollection: false,
      sortsInMemory: false,
    });
    expect(await explainUsesIndex(queries.aggregate([{ $match: { status: 'x' } }, { $sort: { at: -1 } }]))).toBe(true);
  });

  it('is known to read everything', async () => {
    const queries = store.collection('queries');
    expect(await explainUsesIndex(queries.find({ n: 3 }))).toBe(false);
    expect(await explainUsesIndex(queries.find({}))).toBe(false);
    expect(await explainUsesIndex(queries.aggregate([{ $match: { n: 3 } }, { $group: { _id: '$status' } }]))).toBe(
      false,
    );
    expect(await explainUsesIndex(queries.find({ $or: [{ status: 'x' }, { n: 3 }] }))).toBe(false);
  });

  it('is known to sort in memory', async () => {
    const plan = await planOf(store.collection('queries').find({ status: 'x' }).sort({ n: 1 }));
    expect(plan).toMatchObject({ sortsInMemory: true, scansCollection: false });
  });

  it('is explained as part of a command, too', async () => {
    const update = (q: object) => planOfCommand(store, { update: 'queries', updates: [{ q, u: { $set: { z: 1 } } }] });
    expect(await update({ status: 'x' })).toMatchObject({ scansCollection: false, indexes: ['status_1_at_-1'] });
    expect(await update({ n: 1 })).toMatchObject({ scansCollection: true });
  });
});

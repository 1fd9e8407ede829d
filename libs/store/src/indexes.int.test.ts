import { eventually, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStore, declareIndexes, type Store } from './index.ts';

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

  it('can be used when that resolves, also those that another replica is still building', async () => {
    const rows = store.collection<{ readonly a: number }>('building');
    for (let i = 0; i < 10; i++)
      await rows.insertMany(Array.from({ length: 10_000 }, (_, n) => ({ a: (n * 7_919) % 10_007 })));
    const other = rows.createIndex({ a: 1 });
    await eventually(async () => expect(await rows.listIndexes().toArray()).toHaveLength(2));
    await declareIndexes(store, [{ collection: 'building', key: { a: 1 } }]);
    expect(await rows.find({ a: -1 }, { hint: 'a_1' }).toArray()).toEqual([]);
    await other;
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

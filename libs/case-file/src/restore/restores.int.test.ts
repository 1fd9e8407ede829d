import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liftBarriers, raiseBarrier, readBarriers } from './barrier.ts';
import { recordRestore } from './record.ts';
import { openRestores } from './restores.ts';

const MOMENT = '2026-11-22T04:00:00.000Z';
const RESTORE = { point: MOMENT, at: MOMENT, businessAt: MOMENT, numbers: {} };
const CUT = { file: 'c1', told: [{ target: 'cases.v1', n: 4 }] };
let store: Store;

beforeEach(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('restores'), poolSize: 2 });
});
afterEach(async () => {
  await store.db.dropDatabase();
  await store.close();
});

describe('a store whose restore has not come to its end', () => {
  it('lets no service start, in whatever phase, until it is lifted', async () => {
    for (const phase of ['data', 'stock', 'done'] as const) {
      await raiseBarrier(store, { run: 'r1', phase, note: { point: MOMENT } });
      expect(await readBarriers(store)).toEqual([{ run: 'r1', phase, note: { point: MOMENT } }]);
      await expect(openRestores(store)).rejects.toThrow('A restore of this database has not come to its end');
    }
    await liftBarriers(store);
    expect((await openRestores(store)).last).toBeUndefined();
  });

  it('is written down once, however often the restore begins again', async () => {
    const found = { cuts: [CUT], voids: ['v1'] };
    expect(await recordRestore(store, { ...RESTORE, run: 'r1' }, found)).toBe(1);
    expect(await recordRestore(store, { ...RESTORE, run: 'r1' }, found)).toBe(1);
    const settled: number[] = [];
    const [restores, stale] = [await openRestores(store), await openRestores(store)];
    await restores.settle(async ({ epoch }, cuts) => {
      expect(cuts.map(({ file }) => file)).toEqual(['c1']);
      settled.push(epoch);
    });
    expect(settled).toEqual([1]);
    expect(restores.last).toEqual({ epoch: 1, ...RESTORE });
    expect(restores.isVoid('v1')).toBe(true);
    expect(restores.revisionsAbove).toBe(1_000_000);
    // another replica that had opened its restores before
    await stale.settle(async () => {
      throw new Error('It is done already.');
    });
    expect(await recordRestore(store, { ...RESTORE, run: 'r2' }, found)).toBe(2);
  });
});

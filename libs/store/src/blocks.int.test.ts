import { servers, uniqueDatabase, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlockDocument, connectStore, leaseBlock, raiseBlocks, type Store } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('blocks') });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

describe('a row of numbers', () => {
  const blocks = () => store.collection<BlockDocument>('blocks');

  it('never gives a number twice, and leaves none out', async () => {
    const name = uniqueName('row');
    const given = await Promise.all(Array.from({ length: 20 }, () => leaseBlock(blocks(), name, 5)));
    const numbers = given.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('goes on above what a restored store was told, and never back', async () => {
    const name = uniqueName('row');
    await raiseBlocks(blocks(), name, 500);
    expect(await leaseBlock(blocks(), name, 10)).toEqual({ from: 501, to: 510 });
    await raiseBlocks(blocks(), name, 100);
    expect(await leaseBlock(blocks(), name, 10)).toEqual({ from: 511, to: 520 });
  });
});

import { servers, uniqueDatabase, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BlockDocument,
  connectStore,
  type LeaseDocument,
  leaseBlock,
  raiseBlocks,
  releaseLease,
  renewLease,
  type Store,
  takeLease,
} from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('leases') });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

const leases = () => store.collection<LeaseDocument>('leases');
const request = (name: string, holder: string, now: number) => ({ name, holder, leaseMs: 1_000, now });

describe('a lease', () => {
  it('is taken by one of many who ask at once', async () => {
    const name = uniqueName('slot');
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, i) => takeLease(leases(), request(name, `holder-${i}`, 0))),
    );
    expect(taken.filter((it) => it !== undefined)).toHaveLength(1);
  });

  it('is taken over by one of many when it has run out, with a higher token', async () => {
    const name = uniqueName('slot');
    await takeLease(leases(), request(name, 'dead', 0));
    expect(await takeLease(leases(), request(name, 'early', 999))).toBeUndefined();
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, i) => takeLease(leases(), request(name, `holder-${i}`, 1_000))),
    );
    expect(taken.filter((it) => it !== undefined)).toEqual([expect.objectContaining({ token: 2, until: 2_000 })]);
  });

  it('is prolonged by its holder only', async () => {
    const name = uniqueName('slot');
    await takeLease(leases(), request(name, 'me', 0));
    expect(await renewLease(leases(), request(name, 'other', 500))).toBeUndefined();
    expect(await renewLease(leases(), request(name, 'me', 500))).toMatchObject({ until: 1_500, token: 1 });
    expect(await takeLease(leases(), request(name, 'me', 600))).toMatchObject({ until: 1_600, token: 1 });
  });

  it('is not shortened by a renewal that comes late', async () => {
    const name = uniqueName('slot');
    await takeLease(leases(), request(name, 'me', 500));
    expect(await renewLease(leases(), request(name, 'me', 0))).toMatchObject({ until: 1_500 });
  });

  it('is free at once when released, by its holder only', async () => {
    const name = uniqueName('slot');
    await takeLease(leases(), request(name, 'me', 0));
    await releaseLease(leases(), { name, holder: 'other' });
    expect(await takeLease(leases(), request(name, 'other', 1))).toBeUndefined();
    await releaseLease(leases(), { name, holder: 'me' });
    expect(await renewLease(leases(), request(name, 'me', 1))).toBeUndefined();
    expect(await takeLease(leases(), request(name, 'other', 1))).toMatchObject({ holder: 'other', token: 2 });
  });
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

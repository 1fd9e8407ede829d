import { describe, expect, it } from 'vitest';
import { fileIt, hear, writeFor } from '../testing/store-contract.ts';
import { createGatheredLoad } from './gathered-load.ts';
import { createMemory, createMemoryStore } from './memory/memory-store.ts';

const setUp = async (limit = 100) => {
  const store = createMemoryStore(createMemory());
  const filed = writeFor('p1', undefined, fileIt('A'));
  await store.write([filed.operation]);
  const queries: (readonly string[])[] = [];
  const gates: (() => void)[] = [];
  const load = createGatheredLoad(
    {
      load: async (ids) => {
        queries.push(ids);
        const files = await store.load(ids);
        await new Promise<void>((open) => gates.push(open));
        return files;
      },
    },
    limit,
  );
  const open = async (): Promise<void> => {
    while (gates.length === 0) await new Promise(setImmediate);
    gates.shift()?.();
  };
  return { store, filed, queries, load, open };
};

describe('loads of one moment', () => {
  it('are one query, also for the same file', async () => {
    const { queries, load, open } = await setUp();
    const loads = [load('p1'), load('p2'), load('p1')];
    await open();
    expect((await Promise.all(loads)).map((file) => file?._id)).toEqual(['p1', undefined, 'p1']);
    expect(queries).toEqual([['p1', 'p2']]);
  });

  it('are bounded in number', async () => {
    const { queries, load, open } = await setUp(2);
    const loads = ['a', 'b', 'c'].map(load);
    await open();
    await open();
    await Promise.all(loads);
    expect(queries).toEqual([['a', 'b'], ['c']]);
  });
});

describe('a load that is asked for after a query was sent', () => {
  it('is never answered by that query, which may have missed a write', async () => {
    const { store, filed, load, open } = await setUp();
    const early = load('p1');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await store.write([writeFor('p1', filed.after, hear('x')).operation]);
    const late = load('p1');
    await open();
    await open();
    expect((await early)?.version).toBe(1);
    expect((await late)?.version).toBe(2);
  });
});

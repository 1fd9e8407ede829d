import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { foldHistory, verifyHistory } from '../history/verify.ts';
import { createMemory, createMemoryStore } from '../store/memory/memory-store.ts';
import { MORNING, officer, type PermitCommand, permit } from '../testing/permit.ts';
import { createCaseFiles, createNonces } from './case-files.ts';

const clocks = { business: () => 0, system: () => 0 };
const file: PermitCommand = { step: 'file', title: 'A', actor: officer, at: MORNING };
const rename = (title: string): PermitCommand => ({ step: 'rename', title, actor: officer, at: MORNING });
const close: PermitCommand = { step: 'close', actor: officer, at: MORNING };

const setUp = (limits = {}) => {
  const memory = createMemory();
  const replica = (name: string) =>
    createCaseFiles({
      aggregate: permit,
      store: createMemoryStore(memory),
      nonces: createNonces(name),
      clocks,
      limits,
    });
  return { memory, a: replica('a'), b: replica('b') };
};

describe('a command that creates', () => {
  it('writes one document whose history is linked and whose state is the fold of it', async () => {
    const { a } = setUp();
    const outcome = await a.handle('p1', file, { id: 'http:x:/p:1' }, { create: true });
    expect(outcome).toMatchObject({ replayed: false, revision: 1, answer: { status: 'filed', title: 'A' } });
    const loaded = await a.load('p1');
    expect(loaded?.version).toBe(1);
    expect(loaded && verifyHistory(loaded)).toBeUndefined();
    expect(loaded?.state).toEqual(foldHistory(permit, loaded?.history ?? []));
  });

  it('gives the recorded answer to the same key, from any replica and after later changes', async () => {
    const { a, b } = setUp();
    await a.handle('p1', file, { id: 'k', digest: 'd' }, { create: true });
    await a.handle('p1', rename('B'), { id: 'k2' });
    for (const files of [a, b])
      expect(await files.handle('p1', file, { id: 'k', digest: 'd' }, { create: true })).toMatchObject({
        replayed: true,
        revision: 1,
        answer: { title: 'A' },
      });
  });

  it('refuses the same key with another body, even before looking at If-Match', async () => {
    const { a, b } = setUp();
    await a.handle('p1', file, { id: 'k', digest: 'd' }, { create: true });
    expect(await b.handle('p1', file, { id: 'k', digest: 'e' }, { create: true, ifMatch: 9 })).toMatchObject({
      refusal: 'idempotency-key-reused',
    });
  });
});

describe('a command on a file that another replica has changed', () => {
  it('is decided again from the top when it loses the race', async () => {
    const { a, b } = setUp();
    await a.handle('p1', file, { id: 'k' }, { create: true });
    await b.handle('p1', rename('B'), { id: 'k2' });
    expect(await a.handle('p1', rename('C'), { id: 'k3' })).toMatchObject({ revision: 3, answer: { title: 'C' } });
  });

  it('is not refused because of what the process remembers', async () => {
    const { a, b } = setUp();
    await a.handle('p1', file, { id: 'k' }, { create: true });
    await b.handle('p1', rename('B'), { id: 'k2' });
    expect(isRefusal(await a.handle('p1', rename('C'), { id: 'k3' }, { ifMatch: 2 }))).toBe(false);
  });

  it('is refused when the revision it has seen is gone', async () => {
    const { a, b } = setUp();
    await a.handle('p1', file, { id: 'k' }, { create: true });
    await b.handle('p1', rename('B'), { id: 'k2' });
    expect(await a.handle('p1', rename('C'), { id: 'k3' }, { ifMatch: 1 })).toMatchObject({
      refusal: 'revision-mismatch',
    });
  });
});

describe('a file that is full', () => {
  it('refuses a person and still takes a decision', async () => {
    const { a } = setUp({ historyLimitEntries: 2 });
    await a.handle('p1', file, { id: 'k' }, { create: true });
    expect(await a.handle('p1', rename('B'), { id: 'k2' })).toMatchObject({ refusal: 'history-full' });
    expect(await a.handle('p1', close, { id: 'k3' })).toMatchObject({ answer: { status: 'closed' } });
  });
});

describe('a command on a file that does not exist', () => {
  it('is refused', async () => {
    const { a } = setUp();
    expect(await a.handle('p1', close, { id: 'k' })).toMatchObject({ refusal: 'not-found' });
  });
});

describe('commands of one process on one file', () => {
  it('do not race against each other: each writes once, on what the one before left', async () => {
    const memory = createMemory();
    const store = createMemoryStore(memory);
    let written = 0;
    let loaded = 0;
    const files = createCaseFiles({
      aggregate: permit,
      store: {
        ...store,
        load: (ids) => {
          loaded += 1;
          return store.load(ids);
        },
        write: (operations) => {
          written += operations.length;
          return store.write(operations);
        },
      },
      nonces: createNonces('a'),
      clocks,
    });
    await files.handle('p1', file, { id: 'k' }, { create: true });
    await Promise.all(['B', 'C', 'D', 'E'].map((title) => files.handle('p1', rename(title), { id: title })));
    expect({ written, loaded }).toEqual({ written: 5, loaded: 0 });
  });
});

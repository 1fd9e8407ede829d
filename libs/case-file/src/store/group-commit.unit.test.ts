import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { LIMITS, type Limits } from '../limits.ts';
import { fileIt, hear, writeFor } from '../testing/store-contract.ts';
import { createGroupCommit } from './group-commit.ts';
import { createMemory, createMemoryStore } from './memory/memory-store.ts';
import type { CaseStore, WriteOperation } from './port.ts';

type Write = CaseStore['write'];

const setUp = (wrap: (write: Write, times: () => number) => Write = (write) => write, limits: Partial<Limits> = {}) => {
  const memory = createMemory();
  const honest = createMemoryStore(memory, { unique: ['title'] });
  const bulks: (readonly WriteOperation[])[] = [];
  let time = 0;
  const wrapped = wrap(honest.write, () => bulks.length);
  const commit = createGroupCommit({
    store: {
      probe: honest.probe,
      write: async (operations) => {
        bulks.push(operations);
        await Promise.resolve();
        return wrapped(operations);
      },
    },
    limits: { ...LIMITS, commandTimeoutMs: 1_000, ...limits },
    now: () => time,
    pause: async (ms) => {
      time += ms;
    },
  });
  return { memory, honest, bulks, commit };
};
/** Writes that stay on their way until they are let go. */
const setUpSlow = (limits: Partial<Limits>) => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const parts = setUp(
    (write) => async (operations) => {
      await gate;
      return write(operations);
    },
    limits,
  );
  const sent = async (count: number): Promise<void> => {
    while (parts.bulks.length < count) await new Promise(setImmediate);
  };
  return { ...parts, slow: { commit: parts.commit, release, sent } };
};
const away = () => Promise.reject(new Outage('cut'));

describe('writes of one moment', () => {
  it('share bulks, at most one per document in each', async () => {
    const { bulks, commit } = setUp();
    const files = Array.from({ length: 20 }, (_, i) => writeFor(`p${i}`, undefined, fileIt(`t${i}`)));
    const verdicts = await Promise.all([
      ...files.map(({ operation }) => commit(operation)),
      ...files.map(({ after, operation }) => commit(writeFor(operation.id, after, hear('x')).operation)),
    ]);
    expect(verdicts.every(({ is }) => is === 'won')).toBe(true);
    expect(bulks.map((bulk) => bulk.length)).toEqual([20, 20]);
    for (const bulk of bulks) expect(new Set(bulk.map(({ id }) => id)).size).toBe(bulk.length);
  });

  it('go beside a slow bulk when enough of them wait, and never beside one that holds their document', async () => {
    const { slow, bulks, honest } = setUpSlow({ bulksUnderWay: 2, gatheredWrites: 3 });
    const files = Array.from({ length: 6 }, (_, i) => writeFor(`p${i}`, undefined, fileIt(`t${i}`)));
    const [first, ...others] = files;
    if (!first) throw new Error('There is no file.');
    const held = [slow.commit(first.operation)];
    await slow.sent(1);
    held.push(slow.commit(writeFor('p0', first.after, hear('x')).operation));
    held.push(...others.slice(0, 2).map(({ operation }) => slow.commit(operation)));
    await slow.sent(2);
    expect(bulks.map((bulk) => bulk.map(({ id }) => id))).toEqual([['p0'], ['p1', 'p2']]);
    held.push(...others.slice(2).map(({ operation }) => slow.commit(operation)));
    slow.release();
    expect((await Promise.all(held)).every(({ is }) => is === 'won')).toBe(true);
    expect(await honest.load(['p0'])).toMatchObject([{ version: 2 }]);
  });

  it('are told apart: who lost, who clashed, who won', async () => {
    const { honest, commit } = setUp();
    const one = writeFor('p1', undefined, fileIt('A'));
    const two = writeFor('p2', undefined, fileIt('B'));
    await honest.write([one.operation, two.operation]);
    await honest.write([writeFor('p1', one.after, hear('first')).operation]);
    const verdicts = await Promise.all(
      [
        writeFor('p1', one.after, hear('too late')),
        writeFor('p2', two.after, hear('in time')),
        writeFor('p3', undefined, fileIt('A')),
        writeFor('p2x', undefined, fileIt('C')),
        writeFor('p4', { ...one.after, _id: 'p4' }, hear('never there')),
      ].map(({ operation }) => commit(operation)),
    );
    expect(verdicts.map(({ is }) => is)).toEqual(['lost', 'won', 'clash', 'won', 'lost']);
  });

  it('are bounded in number and bytes', async () => {
    const { bulks, commit } = setUp(undefined, { bulkLimit: 3, bulkLimitBytes: 8_000 });
    const big = writeFor('big', undefined, fileIt('x'.repeat(5_000)));
    const small = Array.from({ length: 5 }, (_, i) => writeFor(`p${i}`, undefined, fileIt(`t${i}`)));
    await Promise.all([...small, big].map(({ operation }) => commit(operation)));
    expect(bulks.map((bulk) => bulk.length)).toEqual([2, 2, 1, 1]);
  });

  it('are refused as an outage when too many wait', async () => {
    const { commit } = setUp(undefined, { queueLimit: 2 });
    const results = await Promise.allSettled(
      ['p1', 'p2', 'p3'].map((id) => commit(writeFor(id, undefined, fileIt(id)).operation)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  it('do not fail because one among them spoils the bulk', async () => {
    const spoils = (operations: readonly WriteOperation[]) => operations.some(({ id }) => id === 'bad');
    const { commit } = setUp(
      (write) => (operations) =>
        spoils(operations) ? Promise.reject(new RangeError('document is larger than the maximum')) : write(operations),
    );
    const results = await Promise.allSettled(
      ['p1', 'bad', 'p3'].map((id) => commit(writeFor(id, undefined, fileIt(id)).operation)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('an unknown outcome', () => {
  const operation = () => writeFor('p1', undefined, fileIt('A')).operation;

  it('is won when the write is there, without sending it again', async () => {
    const { commit, bulks } = setUp((write) => async (operations) => {
      await write(operations);
      return away();
    });
    expect(await commit(operation())).toEqual({ is: 'won' });
    expect(bulks.length).toBe(1);
  });

  it('is won when the write is there though another has appended since', async () => {
    const { memory, honest, commit } = setUp((write) => async (operations) => {
      await write(operations);
      const file = memory.files.get('p1');
      await honest.write([writeFor('p1', file, hear('after it')).operation]);
      return away();
    });
    const before = writeFor('p1', undefined, fileIt('A'));
    await honest.write([before.operation]);
    expect(await commit(writeFor('p1', before.after, hear('mine')).operation)).toEqual({ is: 'won' });
  });

  it('is sent again when nothing is there, until it is definite', async () => {
    const { commit, bulks } = setUp((write, times) => (operations) => (times() < 4 ? away() : write(operations)));
    expect(await commit(operation())).toEqual({ is: 'won' });
    expect(bulks.length).toBe(4);
  });

  it('of an update is sent again as well while the version has not moved', async () => {
    const { honest, commit, bulks } = setUp(
      (write, times) => (operations) => (times() < 3 ? away() : write(operations)),
    );
    const before = writeFor('p1', undefined, fileIt('A'));
    await honest.write([before.operation]);
    expect(await commit(writeFor('p1', before.after, hear('mine')).operation)).toEqual({ is: 'won' });
    expect(bulks.length).toBe(3);
  });

  it('is won once when the server applies it after a read that did not show it', async () => {
    const { memory, commit } = setUp((write, times) => (operations) => {
      if (times() > 1) return write(operations);
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => void write(operations))));
      return away();
    });
    expect(await commit(operation())).toEqual({ is: 'won' });
    expect(memory.files.get('p1')?.history.length).toBe(2);
  });

  it('is lost when another was first', async () => {
    const { honest, commit } = setUp((write) => async (operations) => {
      const other = writeFor('p1', before.after, hear('other'));
      await write([other.operation]);
      void operations;
      return away();
    });
    const before = writeFor('p1', undefined, fileIt('A'));
    await honest.write([before.operation]);
    expect(await commit(writeFor('p1', before.after, hear('mine')).operation)).toEqual({ is: 'lost' });
  });

  it('is an outage, and no refusal, when it stays unknown for too long', async () => {
    const { commit } = setUp(() => away);
    await expect(commit(operation())).rejects.toThrow(Outage);
  });
});

import type { JsonObject } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { append } from '../history/append.ts';
import { openDraft, slotOf } from '../history/draft.ts';
import { bytesOf } from '../history/hash.ts';
import { type Planned, plan } from '../history/operation.ts';
import { verifyHistory } from '../history/verify.ts';
import { LIMITS } from '../limits.ts';
import type { Segment, StoredFile } from '../store/document.ts';
import type { CaseStore } from '../store/port.ts';
import { MORNING, officer, type PermitCommand, permit } from './permit.ts';

let count = 0;

/** The write that a command comes to on a file; the nonce and the cause are new each time. */
export const writeFor = (id: string, before: StoredFile | undefined, command: PermitCommand): Planned => {
  count += 1;
  const draft = openDraft({ aggregate: permit, nonces: () => `contract-${count}` }, id, before);
  const facts = permit.decide(draft.state, command);
  if ('refusal' in facts) throw new Error(facts.refusal);
  const trouble = append(permit, draft, { facts, command, cause: { id: `cause-${count}` } }, LIMITS);
  if (trouble) throw new Error(trouble.refusal);
  return plan(permit, draft, { now: count, published: 0 });
};

export const fileIt = (title: string, rest: { dueAt?: string; tellTo?: string[] } = {}): PermitCommand => ({
  step: 'file',
  title,
  actor: officer,
  at: MORNING,
  ...rest,
});
export const hear = (word: string): PermitCommand => ({ step: 'hear', word, actor: officer, at: MORNING });
const rename = (title: string): PermitCommand => ({ step: 'rename', title, actor: officer, at: MORNING });

/** What every store of case files promises; `makeStore` gives an empty one whose `find.title` is unique. */
export const storeContract = (name: string, makeStore: () => Promise<CaseStore>): void => {
  const setUp = async (dueAt?: string) => {
    const store = await makeStore();
    const filed = writeFor('p1', undefined, fileIt('A', { tellTo: ['d1'], ...(dueAt ? { dueAt } : {}) }));
    const result = await store.write([filed.operation]);
    return { store, filed, result };
  };
  const load = async (store: CaseStore, id = 'p1'): Promise<StoredFile> => {
    const [file] = await store.load([id]);
    if (!file) throw new Error('It is not there.');
    return file;
  };

  describe(`the store ${name}`, () => {
    it('gives back exactly what was written, so that the history hashes the same', async () => {
      const { store, filed, result } = await setUp();
      expect(result).toEqual({ inserted: 1, matched: 0, duplicates: [], refused: [] });
      const file = await load(store);
      expect(file).toEqual(filed.after);
      expect(verifyHistory({ id: 'p1', history: file.history, head: file.head })).toBeUndefined();
    });

    it('keeps words that storage engines stumble over', async () => {
      const { store, filed } = await setUp();
      const titles = ['$where', 'a.b', '𠮷野家', '\u0000', '', '0012', '9007199254740991'];
      let file = filed.after;
      for (const title of titles) {
        const renamed = writeFor('p1', file, rename(title));
        expect(await store.write([renamed.operation])).toMatchObject({ matched: 1 });
        file = renamed.after;
      }
      const loaded = await load(store);
      expect(loaded).toEqual(file);
      expect(verifyHistory({ id: 'p1', history: loaded.history, head: loaded.head })).toBeUndefined();
    });

    it('keeps names that storage engines stumble over', async () => {
      const { store, filed } = await setUp();
      const more = JSON.parse(
        '{"$set":{"$x":[null,1.5,true,-1]},"a.b":{"c.$":{}},"":"","__proto__":{"x":1},"a\\u0000b":0,"_id":[],"n":4294967296,"f":1.5e-7,"长":[[]]}',
      ) as JsonObject;
      const odd = writeFor('p1', filed.after, { ...hear('x'), more } as PermitCommand);
      expect(await store.write([odd.operation])).toMatchObject({ matched: 1 });
      const file = await load(store);
      expect(new Set(Object.keys(file.history.at(-1)?.data ?? {}))).toEqual(new Set([...Object.keys(more), 'word']));
      expect(verifyHistory({ id: 'p1', history: file.history, head: file.head })).toBeUndefined();
    });

    it('takes a second insert of the same id for a duplicate and leaves the first', async () => {
      const { store, filed } = await setUp();
      const again = writeFor('p1', undefined, fileIt('B'));
      expect(await store.write([again.operation])).toMatchObject({ inserted: 0, duplicates: ['p1'] });
      expect(await load(store)).toEqual(filed.after);
    });

    it('refuses a scalar that must be unique, for an insert and for an update', async () => {
      const { store } = await setUp();
      const twin = writeFor('p2', undefined, fileIt('A'));
      expect(await store.write([twin.operation])).toMatchObject({ inserted: 0, duplicates: ['p2'] });
      const other = writeFor('p2', undefined, fileIt('B'));
      await store.write([other.operation]);
      const stolen = writeFor('p2', other.after, rename('A'));
      expect(await store.write([stolen.operation])).toMatchObject({ matched: 0, duplicates: ['p2'] });
    });

    it('writes on the version it was decided on and on no other', async () => {
      const { store, filed } = await setUp();
      const won = writeFor('p1', filed.after, hear('first'));
      const lost = writeFor('p1', filed.after, hear('second'));
      expect(await store.write([won.operation])).toMatchObject({ matched: 1 });
      expect(await store.write([lost.operation])).toMatchObject({ matched: 0, duplicates: [] });
      expect(await load(store)).toEqual(won.after);
    });

    it('tells by the nonce which write is there, even after others', async () => {
      const { store, filed } = await setUp();
      const second = writeFor('p1', filed.after, hear('x'));
      const never = writeFor('p1', filed.after, hear('y'));
      await store.write([second.operation]);
      await store.write([writeFor('p1', second.after, hear('z')).operation]);
      const nonces = [second, never].map(({ operation }) => operation.nonce ?? '');
      expect(await store.probe([{ id: 'p1', nonce: nonces[0] ?? '' }])).toEqual([
        { id: 'p1', version: 3, nonces: [nonces[0]] },
      ]);
      expect(await store.probe([{ id: 'p1', nonce: nonces[1] ?? '' }, { id: 'none' }])).toEqual([
        { id: 'p1', version: 3, nonces: [] },
      ]);
    });

    it('loads the tail of a long history and finds older entries by their cause', async () => {
      const { store, filed } = await setUp();
      let file = filed.after;
      for (let i = 0; i < 70; i++) {
        const next = writeFor('p1', file, hear(`w${i}`));
        await store.write([next.operation]);
        file = next.after;
      }
      const loaded = await load(store);
      expect(loaded.history.length).toBe(64);
      expect(loaded.history.at(-1)?.n).toBe(72);
      const early = file.history[2];
      const causeId = early && 'id' in early.cause ? early.cause.id : '';
      expect(await store.entriesOf('p1', causeId)).toEqual([early]);
      expect(await store.entriesOf('p1', '$nonce')).toEqual([]);
      expect(await store.history('p1')).toEqual(file.history);
    });

    it('seals old entries away twice as well as once, and still has them all', async () => {
      const { store, filed } = await setUp();
      const more = writeFor('p1', filed.after, hear('x'));
      await store.write([more.operation]);
      const segment = segmentOf(more.after, 2);
      for (let i = 0; i < 2; i++) expect(await store.seal(segment)).toBe(2);
      const file = await load(store);
      expect(file).toMatchObject({ base: { n: 2 }, version: 2, bytes: bytesOf(more.after.history.slice(2)) });
      expect(file.history).toEqual(more.after.history.slice(2));
      expect(await store.history('p1')).toEqual(more.after.history);
      expect(await store.history('p1', 3)).toEqual(more.after.history.slice(2));
      const [first] = segment.causes;
      expect(await store.entriesOf('p1', first ?? '')).toEqual(more.after.history.slice(0, 2));
    });

    it('keeps every entry when replicas with other limits seal the same ones', async () => {
      const { store, filed } = await setUp();
      const more = writeFor('p1', filed.after, hear('x'));
      await store.write([more.operation]);
      expect(await store.seal(segmentOf(more.after, 1))).toBe(1);
      expect(await store.seal(segmentOf(more.after, 2))).toBe(1);
      expect(await load(store)).toMatchObject({ base: { n: 1 }, bytes: bytesOf(more.after.history.slice(1)) });
      expect(await store.history('p1')).toEqual(more.after.history);
    });

    it('lists a file as waiting until all of it is marked, whoever wrote meanwhile', async () => {
      const { store, filed } = await setUp();
      expect(await store.waiting(10)).toEqual([{ id: 'p1', relayed: 0, n: 2 }]);
      // a mark waits for no majority, so a majority read may see it a little later
      const waits = (list: unknown) => eventually(async () => expect(await store.waiting(10)).toEqual(list) ?? true);
      const renamed = writeFor('p1', filed.after, rename('B'));
      await store.write([renamed.operation]);
      await store.mark([{ id: 'p1', n: 2, version: 1 }]);
      await waits([{ id: 'p1', relayed: 2, n: 3 }]);
      await store.mark([{ id: 'p1', n: 1, version: 1 }]);
      await store.mark([{ id: 'p2', n: 1, version: 1 }]);
      await waits([{ id: 'p1', relayed: 2, n: 3 }]);
      await store.mark([{ id: 'p1', n: 3, version: 2 }]);
      await waits([]);
      expect(await load(store)).toMatchObject({ version: 2, relayed: 3 });
    });

    it('raises the mark with a write that tells nobody, when nothing waits', async () => {
      const { store, filed } = await setUp();
      await store.mark([{ id: 'p1', n: 2, version: 1 }]);
      const marked = await eventually(async () => {
        const file = await load(store);
        return file.relayAt === undefined && file;
      });
      const quiet = writeFor('p1', marked, hear('x'));
      await store.write([quiet.operation]);
      expect(await load(store)).toMatchObject({ relayed: 3, head: { n: 3 } });
      expect(filed.after.relayAt).toBeDefined();
    });

    it('lists what is due in its slots, in order, and lets it be put off unless it has changed', async () => {
      const { store, filed } = await setUp('2026-03-03T00:00:00.000Z');
      const slot = slotOf('p1');
      const due = { id: 'p1', version: 1, wakeAt: '2026-03-03T00:00:00.000Z' };
      expect(await store.due([slot], '2026-03-02T00:00:00.000Z', 5, 1)).toEqual([]);
      expect(await store.due([slot + 1], '2026-03-04T00:00:00.000Z', 5, 1)).toEqual([]);
      expect(await store.due([slot], '2026-03-04T00:00:00.000Z', 5, 0)).toEqual([]);
      expect(await store.due([slot], '2026-03-04T00:00:00.000Z', 5, 1)).toEqual([due]);
      await store.postpone({ ...due, version: 0 }, '2026-03-05T00:00:00.000Z');
      expect(await store.due([slot], '2026-03-04T00:00:00.000Z', 5, 1)).toEqual([due]);
      await store.postpone(due, '2026-03-05T00:00:00.000Z');
      expect(await store.due([slot], '2026-03-04T00:00:00.000Z', 5, 1)).toEqual([]);
      const closed = writeFor('p1', filed.after, { step: 'close', actor: officer, at: MORNING });
      await store.write([closed.operation]);
      expect(await store.due([slot], '2026-03-09T00:00:00.000Z', 5, 1)).toEqual([]);
    });

    it('finds by scalars, in order, page after page', async () => {
      const { store } = await setUp();
      for (const title of ['B', 'C', 'D'])
        await store.write([writeFor(`p-${title}`, undefined, fileIt(title)).operation]);
      const query = { where: { status: 'filed' }, sort: { title: -1 }, limit: 2 } as const;
      const first = await store.find({ ...query, fields: ['title'] });
      expect(first.map(({ id, state }) => [id, state])).toEqual([
        ['p-D', { title: 'D' }],
        ['p-C', { title: 'C' }],
      ]);
      const second = await store.find({ ...query, after: { values: ['C'], id: 'p-C' } });
      expect(second.map(({ id }) => id)).toEqual(['p-B', 'p1']);
      expect(second[1]).toMatchObject({ version: 1, revision: 1, find: { title: 'A' }, state: { title: 'A' } });
      const some = await store.find({ where: { title: { in: ['A', 'D'] } }, limit: 5 });
      expect(some.map(({ id }) => id).toSorted()).toEqual(['p-D', 'p1']);
      const range = await store.find({
        where: { status: 'filed', title: { gt: 'A', lte: 'C' } },
        sort: { title: 1 },
        limit: 5,
      });
      expect(range.map(({ id }) => id)).toEqual(['p-B', 'p-C']);
    });

    it('refuses to look for what is absent, and to go on from there', async () => {
      const { store } = await setUp();
      const ask = { sort: { title: 1 }, limit: 5 } as const;
      await expect(store.find({ ...ask, where: { status: null } })).rejects.toThrow(TypeError);
      await expect(store.find({ ...ask, where: { status: { in: ['filed', null] } } })).rejects.toThrow(TypeError);
      const after = { values: [null], id: 'p1' };
      await expect(store.find({ ...ask, where: { status: 'filed' }, after })).rejects.toThrow(TypeError);
    });

    it('keeps counters beside the history, which they do not touch', async () => {
      const { store, filed } = await setUp();
      await store.touch('p1', 'polls', { count: 1 });
      await store.touch('p1', 'polls', { count: 2, at: 'x' });
      await store.touch('p1', 'beats', {});
      const counted = { ...filed.after, beside: { polls: { count: 2, at: 'x' }, beats: {} } };
      expect(await load(store)).toEqual(counted);
      const next = writeFor('p1', filed.after, hear('x'));
      expect(await store.write([next.operation])).toMatchObject({ matched: 1 });
      expect(await load(store)).toMatchObject({ version: 2, beside: counted.beside });
    });

    it('keeps one debt per source, raised by later gaps, until it is settled', async () => {
      const { store } = await setUp();
      const debt = { _id: 'p1|d1', file: 'p1', source: 'd1', target: 'p1', upTo: 3, asks: 0, askAt: 10 };
      expect(await store.owe([debt])).toEqual(['p1|d1']);
      expect(await store.owe([{ ...debt, upTo: 5, askAt: 99 }])).toEqual([]);
      expect(await store.debts(9, 5)).toEqual([]);
      expect(await store.debts(10, 5)).toEqual([{ ...debt, upTo: 5 }]);
      await store.asked('p1|d1', 1, 20);
      expect(await store.debts(10, 5)).toEqual([]);
      await store.settleDebt('p1|d1', 4);
      expect(await store.debts(20, 5)).toEqual([{ ...debt, upTo: 5, asks: 1, askAt: 20 }]);
      await store.settleDebt('p1|d1', 5);
      expect(await store.debts(20, 5)).toEqual([]);
    });

    it('knows which members of a group are alive', async () => {
      const { store } = await setUp();
      await store.beat('g', 'a', 10);
      expect(await store.living('g', 0)).toEqual(['a']);
      await store.beat('g', 'b', 20);
      expect([...(await store.living('g', 5))].sort()).toEqual(['a', 'b']);
      expect(await store.living('g', 10)).toEqual(['b']);
      await store.beat('g', 'b', 30);
      expect(await store.living('g', 20)).toEqual(['b']);
      await store.beat('h', 'c', 30);
      expect(await store.living('h', 10)).toEqual(['c']);
    });

    it('forgets at once a member that leaves, in its own group only', async () => {
      const { store } = await setUp();
      for (const [group, member] of [
        ['g', 'a'],
        ['g', 'b'],
        ['h', 'a'],
      ] as const)
        await store.beat(group, member, 10);
      await store.leave('g', 'a');
      await store.leave('g', 'never was there');
      expect(await store.living('g', 0)).toEqual(['b']);
      expect(await store.living('h', 0)).toEqual(['a']);
      await store.beat('g', 'a', 10);
      expect([...(await store.living('g', 0))].sort()).toEqual(['a', 'b']);
    });
  });
};

/** The segment of a file's first entries. */
export const segmentOf = (file: StoredFile, entries: number): Segment => {
  const old = file.history.slice(0, entries);
  const causes = [...new Set(old.flatMap(({ cause }) => ('id' in cause ? cause.id : [])))];
  return { _id: `${file._id}/1`, file: file._id, from: 1, to: entries, entries: old, causes };
};

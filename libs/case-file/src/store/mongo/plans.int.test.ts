import { connectStore, type Document, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slotOf } from '../../history/draft.ts';
import { fileIt, hear, segmentOf, writeFor } from '../../testing/store-contract.ts';
import { createMongoStore } from './mongo-store.ts';

let store: Store;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('plans') });
});
afterAll(async () => {
  await store.db.command({ profile: 0 });
  await store.db.dropDatabase();
  await store.close();
});

describe('every query and write of the store', () => {
  it('is served by an index: the server’s own profile knows no scan and no sort in memory', async () => {
    const files = await createMongoStore(store, 'permit', {
      indexes: [{ key: { title: 1 }, unique: true }, { key: { status: 1, title: -1 } }],
    });
    const many = Array.from({ length: 200 }, (_, i) =>
      writeFor(`p${i}`, undefined, fileIt(`t${i}`, i % 2 ? { dueAt: '2026-03-03T00:00:00.000Z' } : {})),
    );
    await files.write(many.map(({ operation }) => operation));
    await store.db.command({ profile: 2 });

    const [first] = many;
    if (!first) throw new Error('There is no file.');
    await files.write([writeFor('p0', first.after, hear('x')).operation]);
    await files.load(['p0', 'p1']);
    await files.probe([{ id: 'p0', nonce: 'x' }]);
    await files.seal(segmentOf(first.after, 2));
    await files.entriesOf('p0', 'cause-1');
    await files.history('p0');
    await files.mark([{ id: 'p1', n: 1, version: 9 }]);
    await files.waiting(10);
    await files.due([slotOf('p1'), slotOf('p3')], '2026-03-04T00:00:00.000Z', 10, 1);
    await files.postpone({ id: 'p1', version: 1, wakeAt: 'x' }, 'y');
    await files.touch('p1', 'polls', { count: 1 });
    const page = { where: { status: 'filed' }, sort: { title: -1 }, limit: 5 } as const;
    expect(await files.find(page)).toHaveLength(5);
    expect(await files.find({ ...page, after: { values: ['t50'], id: 'p50' } })).toHaveLength(5);
    await files.find({ where: { title: 't1' }, limit: 1 });
    await files.find({ where: { title: { in: ['t1', 't2'] } }, limit: 2 });
    await files.owe([{ _id: 'a|b', file: 'a', source: 'b', target: 'a', upTo: 1, asks: 0, askAt: 0 }]);
    await files.debts(1, 10);
    await files.asked('a|b', 1, 1);
    await files.settleDebt('a|b', 1);
    await files.beat('g', 'm', 1);
    await files.living('g', 0);
    await files.leave('g', 'm');
    await store.db.command({ profile: 0 });

    const profiled = await store.db
      .collection('system.profile')
      .find({ ns: { $not: /system\.profile/ }, op: { $in: ['query', 'update', 'remove', 'getmore', 'command'] } })
      .toArray();
    const planned = profiled.filter((one) => typeof one['planSummary'] === 'string');
    expect(planned.length).toBeGreaterThan(18);
    expect(planned.filter(isUnserved).map((one) => [one['command'], one['planSummary']])).toEqual([]);
  });

  it('names its index, unless it asks by id: the server has nothing to choose, whatever else somebody built', async () => {
    const asked = { ns: { $regex: /\.permit(s|-)/ }, op: 'query', 'command.filter._id': { $exists: false } };
    const questions = await store.db.collection('system.profile').find(asked).toArray();
    expect(questions.length).toBeGreaterThan(9);
    expect(questions.filter(({ command }) => command['hint'] === undefined).map(({ command }) => command)).toEqual([]);
  });

  it('reads what the majority has, from the primary, and writes to the journal of the majority', () => {
    const { readConcern, writeConcern, readPreference } = store.collection('permits');
    expect(readConcern?.level).toBe('majority');
    expect(readPreference?.mode).toBe('primary');
    expect(writeConcern).toMatchObject({ w: 'majority', journal: true });
  });
});

describe('a page far behind many equals', () => {
  it('reads its own rows, not those before it', async () => {
    const files = await createMongoStore(store, 'equal', { indexes: [{ key: { title: 1, status: 1 } }] });
    const id = (n: number): string => `e${String(n).padStart(3, '0')}`;
    const many = Array.from({ length: 300 }, (_, n) => writeFor(id(n), undefined, fileIt(n % 2 ? 'a' : 'b')));
    await files.write(many.map(({ operation }) => operation));
    await store.db.command({ profile: 2 });
    const page = { where: { title: { in: ['a', 'b'] } }, sort: { status: 1 }, limit: 10 } as const;
    const rows = await files.find({ ...page, after: { values: ['filed'], id: id(249) } });
    await store.db.command({ profile: 0 });
    const last = await files.find({ ...page, after: { values: ['filed'], id: id(295) } });
    expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 10 }, (_, n) => id(250 + n)));
    expect(last.map((row) => row.id)).toEqual([296, 297, 298, 299].map(id));
    const asked = { ns: `${store.database}.equals`, op: 'query' };
    const profiled = await store.db.collection('system.profile').find(asked).toArray();
    expect(profiled.filter(isUnserved)).toEqual([]);
    expect(profiled.reduce((sum, one) => sum + Number(one['docsExamined']), 0)).toBeLessThanOrEqual(10);
  });
});

const isUnserved = (one: Document): boolean => one['planSummary'] === 'COLLSCAN' || one['hasSortStage'] === true;

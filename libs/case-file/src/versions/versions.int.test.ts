import { isOutage } from '@yimen/kernel';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFiles } from '../door/case-files.ts';
import { createCaseFiles, createNonces } from '../door/case-files.ts';
import { verifyHistory } from '../history/verify.ts';
import { createMongoStore } from '../store/mongo/mongo-store.ts';
import { fileFor, renameTo } from '../testing/office.ts';
import { type Permit, type PermitCommand, permit } from '../testing/permit.ts';
import { permitOfNextVersion } from '../testing/permit-next.ts';

let store: Store;
let old: CaseFiles<Permit, PermitCommand>;
let next: CaseFiles<Permit, PermitCommand>;

const open = async (aggregate: typeof permit, writer: string): Promise<typeof old> =>
  createCaseFiles<Permit, PermitCommand>({
    aggregate,
    store: await createMongoStore(store, 'permit', { indexes: [{ key: { status: 1 } }] }),
    nonces: createNonces(writer),
    clocks: { business: Date.now, system: Date.now },
  });

beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('versions') });
  old = await open(permit, 'old');
  next = await open(permitOfNextVersion, 'next');
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

describe('replicas of version N and N+1 over one database', () => {
  it('read each other’s files, and only the newer one writes what the newer one has written', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `p${n}`);
    const file = (id: string, n: number) =>
      (n % 2 === 0 ? old : next).handle(id, fileFor(id), { id: `http:c:x:${id}` }, { create: true });
    await Promise.all(ids.map(file));

    const rows = await next.find({ where: { status: 'filed' }, limit: 50, fields: ['heading'] });
    expect(rows.map(({ id, state }) => [id, state['heading']]).toSorted()).toEqual(
      ids.map((id) => [id, id]).toSorted(),
    );
    expect(await old.find({ where: { status: 'filed' }, limit: 50 })).toHaveLength(20);

    const renamed = await Promise.allSettled(ids.map((id) => old.handle(id, renameTo('x'), { id: `http:c:y:${id}` })));
    const refused = renamed.flatMap((one, n) => (one.status === 'rejected' ? [[n, isOutage(one.reason)]] : []));
    expect(refused).toEqual(ids.flatMap((_, n) => (n % 2 === 0 ? [] : [[n, true]])));

    for (const id of ids) await next.handle(id, renameTo('y'), { id: `http:c:z:${id}` });
    for (const id of ids) {
      const read = await next.load(id);
      expect(read?.state).toMatchObject({ heading: 'y' });
      expect(read && verifyHistory({ id, history: await next.history(id), head: read.head })).toBeUndefined();
    }
  });
});

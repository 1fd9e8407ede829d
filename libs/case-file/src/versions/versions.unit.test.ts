import { isOutage, type JsonObject } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { foldHistory, verifyHistory } from '../history/verify.ts';
import { createMemory } from '../store/memory/memory-store.ts';
import { closeIt, deliver, fileFor, messageFrom, openOffice, openRelay, renameTo } from '../testing/office.ts';
import { type Permit, permit } from '../testing/permit.ts';
import { permitOfNextVersion } from '../testing/permit-next.ts';

const cause = (n: number) => ({ id: `http:c:x:${n}` });

/** Two replicas over one store: the present version, and the next one. */
const sideBySide = () => {
  const memory = createMemory();
  return {
    memory,
    old: openOffice({ memory, name: 'old' }),
    next: openOffice({ memory, name: 'next', aggregate: permitOfNextVersion }),
  };
};

const filedByOld = async () => {
  const replicas = sideBySide();
  await replicas.old.files.handle('p1', fileFor('a'), cause(1), { create: true });
  await replicas.old.files.handle('p1', renameTo('b'), cause(2));
  return replicas;
};

const stateOf = async ({ files }: ReturnType<typeof openOffice>): Promise<Permit | undefined> =>
  (await files.load('p1'))?.state;

describe('a file that an older version of the program wrote', () => {
  it('is read in the words of the present one, alone and in lists', async () => {
    const { next } = await filedByOld();
    expect(await stateOf(next)).toMatchObject({ heading: 'b' });
    expect(await stateOf(next)).not.toHaveProperty('title');
    const rows = await next.files.find({ where: { status: 'filed' }, limit: 5, fields: ['heading'] });
    expect(rows.map(({ state }) => state)).toEqual([{ heading: 'b' }]);
  });

  it('is written in them by the next write, and its whole history folds to the state', async () => {
    const { next } = await filedByOld();
    await next.files.handle('p1', renameTo('c'), cause(3));
    const file = await next.files.load('p1');
    const history = await next.files.history('p1');
    expect(file?.state).toMatchObject({ heading: 'c' });
    expect(history.map(({ v }) => v)).toEqual([undefined, undefined, undefined, 2]);
    expect(verifyHistory({ id: 'p1', history, ...(file ? { head: file.head } : {}) })).toBeUndefined();
    expect(foldHistory(permitOfNextVersion, history)).toEqual(file?.state);
  });

  it('tells its old entries in the present words when it is asked again', async () => {
    const { next } = await filedByOld();
    const { relay, told } = openRelay(next);
    await relay.rewind('p1', 'd1', 1);
    expect(told.map(({ sequence, type, data }) => [sequence, type, data['heading']])).toEqual([
      [1, 'permit.filed', 'a'],
      [2, 'permit.retitled', 'b'],
    ]);
  });
});

describe('a file that a newer version of the program wrote', () => {
  const writtenByNext = async () => {
    const replicas = await filedByOld();
    await replicas.next.files.handle('p1', renameTo('c'), cause(3));
    return replicas;
  };
  const outageOf = (work: Promise<unknown>) => work.then(() => false, isOutage);

  it('can be read by the older one, with what it knows', async () => {
    const { old } = await writtenByNext();
    expect(await stateOf(old)).toMatchObject({ status: 'filed', heard: 0 });
  });

  it('is not written by the older one: its caller is sent to another replica, its messages wait', async () => {
    const { old, next } = await writtenByNext();
    const before = await next.files.load('p1');
    expect(await outageOf(old.files.handle('p1', closeIt, cause(4)))).toBe(true);
    expect(await outageOf(old.files.receive([deliver(messageFrom('s', 1, { target: 'p1' }))]))).toBe(true);
    expect(await next.files.load('p1')).toEqual(before);
    expect(await next.files.handle('p1', closeIt, cause(4))).toMatchObject({ replayed: false });
  });

  it('still answers the older one a cause that was handled before', async () => {
    const { old } = await writtenByNext();
    expect(await old.files.handle('p1', renameTo('c'), cause(3))).toMatchObject({ replayed: true });
  });

  it('is left to the newer one by the sweep of the older', async () => {
    const { old, next } = await writtenByNext();
    const stale = openRelay(old);
    await stale.relay.sweep();
    await stale.relay.sweep();
    await stale.relay.idle();
    expect(stale.told).toEqual([]);
    const fresh = openRelay(next);
    await fresh.relay.sweep();
    await fresh.relay.sweep();
    await fresh.relay.idle();
    expect(fresh.told.filter(({ target }) => target === 'd1').map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });
});

describe('two versions that work side by side', () => {
  it('lose no write to each other', async () => {
    const { old, next } = await filedByOld();
    const asked = Array.from({ length: 20 }, (_, i) =>
      (i % 4 === 3 ? next : old).files.handle('p1', renameTo(`t${i}`), cause(10 + i)),
    );
    const settled = await Promise.allSettled(asked);
    const won = settled.filter(({ status }) => status === 'fulfilled').length;
    expect(settled.flatMap((one) => (one.status === 'rejected' && !isOutage(one.reason) ? [one.reason] : []))).toEqual(
      [],
    );
    expect((await next.files.load('p1'))?.head.n).toBe(3 + won);
  });
});

describe('an aggregate without a step from one of its versions', () => {
  it('does not open', () => {
    const gap = { ...permit, schemaVersion: 3, upcasts: { 1: { state: (old: JsonObject) => old } } };
    expect(() => openOffice({ aggregate: gap })).toThrow('A permit of version 2 has no step');
  });
});

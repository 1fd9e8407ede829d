import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { fileFor, openOffice, openRelay, renameTo } from '../testing/office.ts';
import { permit } from '../testing/permit.ts';
import { foldHistory, verifyHistory } from './verify.ts';

const limits = { hotEntries: 4, segmentEntries: 4 };

describe('a file that has grown long', () => {
  const grow = async (renames: number) => {
    const office = openOffice({ limits });
    const { relay } = openRelay(office);
    await office.files.handle('p1', fileFor('t0'), { id: 'k0', digest: 'd' }, { create: true });
    for (let i = 1; i <= renames; i++) {
      await office.files.handle('p1', renameTo(`t${i}`), { id: `k${i}` });
      await relay.idle();
    }
    await office.files.handle('p1', renameTo('last'), { id: 'last' });
    return office;
  };

  it('keeps its youngest entries and seals the others into segments that link on', async () => {
    const office = await grow(20);
    const file = office.memory.files.get('p1');
    expect(file?.history.length).toBeLessThan(limits.hotEntries + limits.segmentEntries);
    expect(
      file && verifyHistory({ id: 'p1', history: file.history, base: file.base, head: file.head }),
    ).toBeUndefined();
    const all = await office.files.history('p1');
    expect(all.length).toBe(23);
    expect(verifyHistory({ id: 'p1', history: all, ...(file ? { head: file.head } : {}) })).toBeUndefined();
    expect(foldHistory(permit, all)).toEqual(file?.state);
  });

  it('still finds the causes that were sealed away', async () => {
    const office = await grow(20);
    const other = openOffice({ name: 'b', memory: office.memory, limits });
    for (const { files } of [office, other])
      expect(await files.handle('p1', fileFor('t0'), { id: 'k0', digest: 'd' }, { create: true })).toMatchObject({
        replayed: true,
        revision: 1,
        answer: { title: 't0' },
      });
    expect(await other.files.handle('p1', renameTo('x'), { id: 'k1', digest: 'other' })).toMatchObject({
      refusal: 'idempotency-key-reused',
    });
  });

  it('seals what has been published and keeps what has not', async () => {
    const office = openOffice({ limits });
    await office.files.handle('p1', fileFor('t0'), { id: 'k0' }, { create: true });
    for (let i = 1; i <= 20; i++) await office.files.handle('p1', renameTo(`t${i}`), { id: `k${i}` });
    await office.store.mark([{ id: 'p1', n: 9, version: 0 }]);
    const other = openOffice({ name: 'b', memory: office.memory, limits });
    await other.files.handle('p1', renameTo('last'), { id: 'last' });
    await eventually(() => office.memory.files.get('p1')?.base.n === 8);
    await new Promise(setImmediate);
    expect(office.memory.files.get('p1')).toMatchObject({ relayed: 9, base: { n: 8 }, head: { n: 23 } });
  });

  it('keeps what has not been published, however long it grows', async () => {
    const office = openOffice({ limits });
    await office.files.handle('p1', fileFor('t0'), { id: 'k0' }, { create: true });
    for (let i = 1; i <= 20; i++) await office.files.handle('p1', renameTo(`t${i}`), { id: `k${i}` });
    expect(office.memory.files.get('p1')?.history.length).toBe(22);
    expect(office.memory.segments.size).toBe(0);
  });
});

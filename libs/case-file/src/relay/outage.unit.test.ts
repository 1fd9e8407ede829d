import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { file, openOffice, openRelay, rename, toD1 } from '../testing/office.ts';

describe('a saved file that cannot be told for now', () => {
  it('is told again from the mark when the broker was away, in order and whole', async () => {
    const office = openOffice();
    let away = 3;
    const { relay, told } = openRelay(office, { fail: () => (away-- > 0 ? new Outage('away') : undefined) });
    await file(office);
    await rename(office, 'B');
    await relay.idle();
    expect(toD1(told)).toEqual([1, 2]);
    expect(relay.health()).toMatchObject({ failures: 3, pendingFiles: 0 });
  });

  it('waits with all others while one of them shows whether the broker is back: nothing is rendered in vain', async () => {
    const office = openOffice();
    const tried: number[] = [];
    const filed = Promise.withResolvers<void>();
    let away = 3;
    const { relay, told } = openRelay(office, {
      fail: async (messages) => {
        tried.push(new Set(messages.map(({ key }) => key)).size);
        await filed.promise;
        return away-- > 0 ? new Outage('away') : undefined;
      },
    });
    for (const id of ['p1', 'p2', 'p3', 'p4']) await file(office, id);
    filed.resolve();
    await relay.idle();
    expect(tried).toEqual([1, 1, 1, 1, 3]); // three that fail, the one that finds it back, and the others together
    expect(toD1(told)).toEqual([1, 1, 1, 1]);
  });

  it('waits for nobody whose message cannot be made yet: that is no word about the broker', async () => {
    const office = openOffice();
    const batches: number[] = [];
    const asked = new Map<string, number>();
    const filed = Promise.withResolvers<void>();
    const { relay, told } = openRelay(office, {
      fail: async (messages) => {
        await filed.promise;
        batches.push(new Set(messages.map(({ key }) => key)).size);
        return undefined;
      },
      trouble: (id) => {
        asked.set(id, (asked.get(id) ?? 0) + 1);
        return id === 'k2' && (asked.get(id) ?? 0) < 3 ? new Outage('no key yet') : undefined;
      },
    });
    for (const id of ['p1', 'k2', 'p3', 'p4']) await file(office, id);
    filed.resolve();
    await relay.idle();
    expect(batches).toEqual([1, 2, 1]); // the first, the others together, and the one that had to wait
    expect(told.at(-1)?.source).toBe('k2');
  });

  it('is told as it stands by then when it was written again while the broker was away', async () => {
    const office = openOffice();
    let away = true;
    const fail = async () => {
      if (!away) return undefined;
      away = false;
      await rename(office, 'B');
      return new Outage('away');
    };
    const { relay, told } = openRelay(office, { fail });
    await file(office);
    await relay.idle();
    expect(relay.health().failures).toBe(1);
    expect(toD1(told)).toEqual([1, 2]);
  });

  it('is told by the same process when the broker went away while a batch was parted because of another’s fault', async () => {
    const office = openOffice();
    const troubles = [new Error('too large'), new Outage('away'), undefined, undefined];
    const { relay, told } = openRelay(office, { fail: () => troubles.shift() });
    await Promise.all([file(office, 'p1'), file(office, 'p2', 'B')]);
    await relay.idle();
    expect(told.map(({ source }) => source).toSorted()).toEqual(['p1', 'p1', 'p2', 'p2']);
    expect(relay.health()).toMatchObject({ failures: 2, pendingFiles: 0 });
  });
});

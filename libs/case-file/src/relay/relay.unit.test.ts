import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { TAIL_ENTRIES } from '../limits.ts';
import { fileFor, type Office, openOffice, openRelay, renameTo } from '../testing/office.ts';
import { permit } from '../testing/permit.ts';

const file = (office: Office, id = 'p1', title = 'A') =>
  office.files.handle(id, fileFor(title), { id: `k-${id}` }, { create: true });
const rename = (office: Office, title: string, id = 'p1') =>
  office.files.handle(id, renameTo(title), { id: `k-${title}` });
const toD1 = (told: readonly { target: string; sequence: number }[]) =>
  told.filter(({ target }) => target === 'd1').map(({ sequence }) => sequence);

describe('a saved file', () => {
  it('is told at once, each entry to each address with its own dense number and the entry’s hash', async () => {
    const office = openOffice();
    const { relay, told } = openRelay(office);
    await file(office);
    await rename(office, 'B');
    await relay.idle();
    const [filed, , renamed] = await office.files.history('p1');
    expect(told.map(({ target, sequence, type }) => [target, sequence, type])).toEqual([
      ['d1', 1, 'permit.filed'],
      ['permits.v1', 1, 'permit.filed'],
      ['d1', 2, 'permit.renamed'],
      ['permits.v1', 2, 'permit.renamed'],
    ]);
    expect(told[0]).toMatchObject({
      specversion: '1.0',
      id: `p1/1/${filed?.hash.slice(0, 8)}`,
      source: 'p1',
      subject: 'case-of-p1',
      entryhash: filed?.hash,
      data: { title: 'A' },
    });
    expect(told.at(-1)?.entryhash).toBe(renamed?.hash);
  });

  it('waits no longer once it is told, and a later write takes its mark along', async () => {
    const office = openOffice();
    const { relay } = openRelay(office, { limits: { markDelayMs: 1_000_000 } });
    await file(office);
    await relay.idle();
    expect(office.memory.files.get('p1')).toMatchObject({ relayed: 2 });
    expect(await office.store.waiting(9)).toEqual([]);
  });

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

  it('does not hold up others when it cannot be told', async () => {
    const office = openOffice();
    const { relay, told } = openRelay(office, { limits: { messageLimitBytes: 600 } });
    await file(office, 'p1', 'x'.repeat(700));
    await file(office, 'p2');
    await relay.idle();
    expect(told.map(({ source }) => source)).toEqual(['p2', 'p2']);
    expect(office.faults.length).toBeGreaterThan(0);
    expect(await office.store.waiting(9)).toEqual([{ id: 'p1', relayed: 0, n: 2 }]);
  });
});

describe('what a process wrote and did not live to publish', () => {
  it('is told by another that sweeps, when it was waiting in two sweeps', async () => {
    const dead = openOffice();
    await file(dead);
    const living = openOffice({ name: 'b', memory: dead.memory });
    const { relay, told } = openRelay(living);
    expect(await relay.sweep()).toBe(0);
    expect(await relay.sweep()).toBe(1);
    await relay.idle();
    expect(toD1(told)).toEqual([1]);
    expect(await living.store.waiting(9)).toEqual([]);
  });

  it('is not hidden by older files that this process cannot tell', async () => {
    const newer = openOffice({ aggregate: { ...permit, schemaVersion: 2, upcasts: { 1: { state: (old) => old } } } });
    const dead = openOffice({ name: 'b', memory: newer.memory });
    for (let i = 0; i < 6; i++) await file(newer, `new${i}`);
    dead.time.system = 1;
    await file(dead, 'old');
    const { relay, told } = openRelay(openOffice({ name: 'c', memory: newer.memory }), { limits: { sweepFiles: 3 } });
    for (let i = 0; i < 8; i++) {
      await relay.sweep();
      await relay.idle();
    }
    expect(told.map(({ source }) => source)).toEqual(['old', 'old']);
  });

  it('does not replace what this process has written since', async () => {
    const dead = openOffice();
    await file(dead);
    const held = Promise.withResolvers<undefined>();
    const living: Office = openOffice({
      name: 'b',
      memory: dead.memory,
      store: (store) => ({
        ...store,
        load: async (ids) => {
          const files = await store.load(ids);
          if (writes) await writes();
          return files;
        },
      }),
    });
    const { relay, told } = openRelay(living, { fail: () => held.promise });
    await relay.sweep();
    let writes: (() => Promise<unknown>) | undefined = () => {
      writes = undefined;
      return rename(living, 'B');
    };
    await relay.sweep();
    held.resolve(undefined);
    await relay.idle();
    expect(toD1(told)).toEqual([1, 2]);
  });

  it('is taken up once though the store is away when its older entries are read, and holds up nobody', async () => {
    const dead = openOffice();
    await file(dead);
    for (let i = 0; i < TAIL_ENTRIES; i++) await rename(dead, `B${i}`);
    const troubles = [new Outage('away'), new Outage('away')];
    const living: Office = openOffice({
      name: 'b',
      memory: dead.memory,
      store: (store) => ({
        ...store,
        history: async (...asked) => {
          const trouble = troubles.shift();
          if (trouble) {
            if (troubles.length > 0) await file(living, 'p2', 'Z');
            throw trouble;
          }
          return store.history(...asked);
        },
      }),
    });
    const { relay, told } = openRelay(living);
    await relay.sweep();
    expect(await relay.sweep()).toBe(1);
    await relay.idle();
    expect(toD1(told.filter(({ source }) => source === 'p1'))).toEqual(
      Array.from({ length: TAIL_ENTRIES + 1 }, (_, i) => i + 1),
    );
    expect(told[0]?.source).toBe('p2');
    expect(relay.health()).toMatchObject({ failures: 2, pendingFiles: 0 });
  });

  it('is told together with what the next process writes, from the mark on', async () => {
    const dead = openOffice();
    await file(dead);
    const living = openOffice({ name: 'b', memory: dead.memory });
    const { relay, told } = openRelay(living);
    await rename(living, 'B');
    await relay.idle();
    expect(toD1(told)).toEqual([1, 2]);
  });

  it('still waits when a mark comes after a later write of another process', async () => {
    const one = openOffice();
    const { relay } = openRelay(one, { limits: { markDelayMs: 0 } });
    const other = openOffice({ name: 'b', memory: one.memory });
    await file(one);
    await rename(other, 'B');
    await relay.idle();
    expect(await one.store.waiting(9)).toEqual([{ id: 'p1', relayed: 2, n: 3 }]);
  });
});

describe('a target that misses messages', () => {
  it('is told again from the number it asks for, and nobody else is', async () => {
    const office = openOffice();
    const { relay, told } = openRelay(office);
    await file(office);
    for (const title of ['B', 'C', 'D']) await rename(office, title);
    await relay.idle();
    told.length = 0;
    expect(await relay.rewind('p1', 'd1', 3)).toBe(2);
    expect(told.map(({ target, sequence }) => [target, sequence])).toEqual([
      ['d1', 3],
      ['d1', 4],
    ]);
    expect(await relay.rewind('nobody', 'd1', 1)).toBe(0);
  });

  it('waits for nobody’s news, and asks once for what it asks again meanwhile', async () => {
    const office = openOffice();
    const gate = Promise.withResolvers<undefined>();
    let held = false;
    const { relay, told } = openRelay(office, { fail: () => (held ? gate.promise : undefined) });
    for (const id of ['p1', 'p2', 'p3']) await file(office, id, id);
    for (const title of ['B', 'C']) await rename(office, title);
    await relay.idle();
    told.length = 0;
    const rewinds = [
      relay.rewind('p1', 'd1', 3),
      relay.rewind('p1', 'd1', 2),
      relay.rewind('p2', 'd1', 1),
      relay.rewind('p3', 'd1', 1),
    ];
    held = true;
    await file(office, 'p4', 'D');
    gate.resolve(undefined);
    expect(await Promise.all(rewinds)).toEqual([2, 2, 1, 1]);
    await relay.idle();
    const order = told.map(({ source, sequence }) => `${source}/${sequence}`);
    expect(order.toSorted()).toEqual(['p1/2', 'p1/3', 'p2/1', 'p3/1', 'p4/1', 'p4/1']);
    expect(order.at(-1)).toBe('p3/1');
  });

  it('is put off when too many ask at once, and when the process stops', async () => {
    const office = openOffice();
    const { relay } = openRelay(office, { limits: { waitingRewinds: 2 } });
    const rewinds = ['p1', 'p2', 'p3'].map((id) => relay.rewind(id, 'd1', 1));
    await expect(rewinds[2]).rejects.toThrow(Outage);
    const settled = Promise.allSettled(rewinds);
    await relay.stop();
    expect((await settled).map(({ status }) => status)).toContain('rejected');
    await expect(relay.rewind('p1', 'd1', 1)).rejects.toThrow(Outage);
  });

  it('is told from segments, too', async () => {
    const office = openOffice({ limits: { hotEntries: 2, segmentEntries: 2 } });
    const { relay, told } = openRelay(office);
    await file(office);
    for (const title of ['B', 'C', 'D', 'E']) {
      await rename(office, title);
      await relay.idle();
    }
    expect(office.memory.segments.size).toBeGreaterThan(0);
    told.length = 0;
    expect(await relay.rewind('p1', 'd1', 1)).toBe(5);
    expect(toD1(told)).toEqual([1, 2, 3, 4, 5]);
  });
});

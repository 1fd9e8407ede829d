import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { TAIL_ENTRIES } from '../limits.ts';
import { file, type Office, openOffice, openRelay, rename, toD1 } from '../testing/office.ts';
import { permit } from '../testing/permit.ts';

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

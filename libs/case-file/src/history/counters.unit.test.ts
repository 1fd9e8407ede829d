import { describe, expect, it } from 'vitest';
import { createMemory } from '../store/memory/memory-store.ts';
import { deliver, fileFor, messageFrom, openOffice, openRelay, renameTo } from '../testing/office.ts';
import { numberAddresses, raiseCounters } from './counters.ts';
import { verifyHistory } from './verify.ts';

const at = (target: string) => ({ topic: 't', target });

describe('counters of what was told', () => {
  it('stay the same list when a restore took nothing from them', () => {
    const counters = [{ target: 'd1', n: 3 }];
    expect(raiseCounters(counters, undefined)).toBe(counters);
    expect(raiseCounters(counters, [{ target: 'd1', n: 3 }])).toBe(counters);
  });

  it('go on above what the topics show, and the next message says which numbers are lost', () => {
    const raised = raiseCounters(
      [{ target: 'd1', n: 3 }],
      [
        { target: 'd1', n: 5 },
        { target: 'd2', n: 2 },
      ],
    );
    const first = numberAddresses(raised, [at('d1'), at('d2'), at('d3')]);
    expect(first.out.map(({ sequence, resumes }) => [sequence, resumes])).toEqual([
      [6, 4],
      [3, 1],
      [1, undefined],
    ]);
    const second = numberAddresses(first.counters, [at('d1')]);
    expect(second.out).toEqual([{ topic: 't', target: 'd1', sequence: 7 }]);
  });

  it('remember the first lost number through a second restore', () => {
    const once = raiseCounters([{ target: 'd1', n: 3 }], [{ target: 'd1', n: 5 }]);
    expect(raiseCounters(once, [{ target: 'd1', n: 9 }])).toEqual([{ target: 'd1', n: 9, lost: 4 }]);
  });
});

describe('a file that a restore made forget what it had told', () => {
  const told = [{ target: 'd1', n: 4 }];

  it('never uses a number twice, and stays a whole chain', async () => {
    const memory = createMemory();
    const before = openOffice({ memory });
    await before.files.handle('p1', fileFor('a'), { id: 'http:c:x:1' }, { create: true });
    const after = openOffice({ memory, name: 'b', restores: { toldBefore: () => told } });
    const { relay, told: messages } = openRelay(after);
    await after.files.handle('p1', renameTo('b'), { id: 'http:c:x:2' });
    await after.files.handle('p1', renameTo('c'), { id: 'http:c:x:3' });
    await relay.idle();
    const toD1 = messages.filter(({ target }) => target === 'd1');
    expect(toD1.map(({ sequence, resumes }) => [sequence, resumes])).toEqual([
      [1, undefined],
      [5, 2],
      [6, undefined],
    ]);
    const file = await after.files.load('p1');
    expect(file && verifyHistory(file)).toBeUndefined();
  });

  it('is never changed on the word of somebody who has read what is forgotten', async () => {
    const memory = createMemory();
    const before = openOffice({ memory });
    await before.files.handle('p1', fileFor('a'), { id: 'http:c:x:1' }, { create: true });
    const lost = openOffice({ memory: structuredClone(memory), name: 'l' });
    const read = await lost.files.handle('p1', renameTo('lost'), { id: 'http:c:x:2' });
    const after = openOffice({ memory, name: 'b', restores: { revisionsAbove: 1_000_000 } });
    const again = await after.files.handle('p1', renameTo('again'), { id: 'http:c:x:3' });
    expect([read, again]).toMatchObject([{ revision: 2 }, { revision: 1_000_001 }]);
    expect(await after.files.handle('p1', renameTo('wrong'), { id: 'http:c:x:4' }, { ifMatch: 2 })).toMatchObject({
      refusal: 'revision-mismatch',
    });
  });

  it('that is made anew under its id goes on above it, too', async () => {
    const office = openOffice({ restores: { toldBefore: () => told } });
    const { relay, told: messages } = openRelay(office);
    await office.files.handle('p1', fileFor('a'), { id: 'http:c:x:1' }, { create: true });
    await relay.idle();
    expect(messages.find(({ target }) => target === 'd1')).toMatchObject({ sequence: 5, resumes: 1 });
  });
});

describe('a message whose source has lost those before it', () => {
  it('is taken by a file that has not seen them, without waiting for them', async () => {
    const office = openOffice();
    await office.files.receive([deliver(messageFrom('p1', 1))]);
    const received = await office.files.receive([
      deliver(messageFrom('p1', 6)),
      deliver(messageFrom('p1', 5, { resumes: 2 })),
    ]);
    expect(received).toEqual({ taken: 2, dropped: 0, parked: 0, dead: 0, forks: 0 });
    expect(office.disowned).toEqual([]);
  });

  it('is taken by a file that has seen them, which is told that their source knows them no more', async () => {
    const office = openOffice();
    await office.files.receive([1, 2, 3, 4].map((n) => deliver(messageFrom('p1', n))));
    expect(await office.files.receive([deliver(messageFrom('p1', 5, { resumes: 3 }))])).toMatchObject({ taken: 1 });
    expect(office.disowned).toEqual([{ id: 'd1', source: 'p1', from: 3, to: 4 }]);
  });

  it('waits for what came before the loss', async () => {
    const office = openOffice();
    await office.files.receive([deliver(messageFrom('p1', 1))]);
    expect(await office.files.receive([deliver(messageFrom('p1', 5, { resumes: 3 }))])).toMatchObject({ parked: 1 });
    expect(office.asked).toEqual([['p1', 'd1', 2]]);
  });
});

import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { verifyHistory } from '../history/verify.ts';
import { deliver, messageFrom, openOffice } from '../testing/office.ts';
import { MORNING, officer } from '../testing/permit.ts';
import { createChaser } from './chaser.ts';

const heard = async ({ files }: ReturnType<typeof openOffice>, id = 'd1'): Promise<readonly string[]> =>
  (await files.history(id)).map(({ data }) => String(data['word']));

describe('a batch of messages', () => {
  it('is folded into one write per document, each message an entry with its source as cause', async () => {
    const office = openOffice();
    const received = await office.files.receive([
      deliver(messageFrom('p1', 1), 'a'),
      deliver(messageFrom('p2', 1), 'b'),
      deliver(messageFrom('p1', 2), 'c'),
      deliver(messageFrom('p1', 1, { target: 'd2' }), 'e'),
    ]);
    expect(received).toEqual({ taken: 4, dropped: 0, parked: 0, dead: 0, forks: 0 });
    const file = await office.files.load('d1');
    expect(file?.version).toBe(1);
    expect([...(await heard(office))].sort()).toEqual(['a', 'b', 'c']);
    expect(file && verifyHistory(file)).toBeUndefined();
    expect(file?.history.map(({ cause }) => cause)).toContainEqual({ source: 'p1', n: 2, hash: 'hash-2' });
  });

  it('that comes while another is written joins those that wait, in one write', async () => {
    const office = openOffice();
    const batches = ['p1', 'p2', 'p3', 'p4'].map((source) => [deliver(messageFrom(source, 1), source)]);
    const received = await Promise.all(batches.map((batch) => office.files.receive(batch)));
    expect(received.reduce((sum, { taken }) => sum + taken, 0)).toBe(4);
    expect((await office.files.load('d1'))?.version).toBe(2);
    expect([...(await heard(office))].sort()).toEqual(['p1', 'p2', 'p3', 'p4']);
  });

  it('that cannot be stored fails for everybody who joined it, and comes again whole', async () => {
    const store = { cut: true };
    const office = openOffice({
      store: (honest) => ({
        ...honest,
        write: (operations) => (store.cut ? Promise.reject(new Outage('away')) : honest.write(operations)),
      }),
    });
    const batches = ['p1', 'p2', 'p3'].map((source) => [deliver(messageFrom(source, 1), source)]);
    const failed = await Promise.allSettled(batches.map((batch) => office.files.receive(batch)));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    store.cut = false;
    await Promise.all(batches.map((batch) => office.files.receive(batch)));
    expect([...(await heard(office))].sort()).toEqual(['p1', 'p2', 'p3']);
  });

  it('is taken in the order of its numbers, however it lies in the batch', async () => {
    const office = openOffice();
    await office.files.receive([3, 1, 2].map((n) => deliver(messageFrom('p1', n), `${n}`)));
    expect(await heard(office)).toEqual(['1', '2', '3']);
  });

  it('is taken once, however often and by however many replicas it is received', async () => {
    const office = openOffice();
    const other = openOffice({ name: 'b', memory: office.memory });
    const batch = [1, 2].map((n) => deliver(messageFrom('p1', n), `${n}`));
    await Promise.all([office.files.receive(batch), other.files.receive(batch), office.files.receive(batch)]);
    expect(await other.files.receive(batch)).toMatchObject({ taken: 0, dropped: 2 });
    expect(await heard(office)).toEqual(['1', '2']);
  });

  it('is remembered even where a message means nothing', async () => {
    const office = openOffice();
    await office.files.receive([deliver(messageFrom('p1', 1), '')]);
    expect(await office.files.receive([deliver(messageFrom('p1', 2), 'b')])).toMatchObject({ taken: 1, parked: 0 });
    expect(await heard(office)).toEqual(['b']);
  });

  it('is not done when the store is away, so that its offsets stay', async () => {
    const store = { cut: true };
    const office = openOffice({
      store: (honest) => ({
        ...honest,
        write: (operations) => (store.cut ? Promise.reject(new Outage('away')) : honest.write(operations)),
      }),
    });
    await expect(office.files.receive([deliver(messageFrom('p1', 1))])).rejects.toThrow(Outage);
    store.cut = false;
    expect(await office.files.receive([deliver(messageFrom('p1', 1))])).toMatchObject({ taken: 1 });
  });
});

describe('a number that was used for two messages', () => {
  it('raises the alarm and leaves the first', async () => {
    const office = openOffice();
    await office.files.receive([1, 2].map((n) => deliver(messageFrom('p1', n), `${n}`)));
    const forged = [1, 2].map((n) => deliver(messageFrom('p1', n, { entryhash: 'forged' }), 'forged'));
    expect(await office.files.receive(forged)).toMatchObject({ taken: 0, forks: 2 });
    expect(office.forks.map(({ sequence, known, received }) => [sequence, known, received])).toEqual([
      [1, 'hash-1', 'forged'],
      [2, 'hash-2', 'forged'],
    ]);
    expect(await heard(office)).toEqual(['1', '2']);
  });
});

describe('a message after a gap', () => {
  it('is owed by its source, which is asked at once and then with growing pauses until the gap is filled', async () => {
    const office = openOffice();
    const chaser = createChaser(office.files, { firstPauseMs: 100, longestPauseMs: 1_000 });
    await office.files.receive([deliver(messageFrom('p1', 1), '1')]);
    expect(await office.files.receive([deliver(messageFrom('p1', 4), '4')])).toMatchObject({ taken: 0, parked: 1 });
    expect(office.asked).toEqual([['p1', 'd1', 2]]);
    await office.files.receive([deliver(messageFrom('p1', 5), '5')]);
    expect(office.asked.length).toBe(1);

    office.time.system += 5_000;
    expect(await chaser.sweep()).toBe(1);
    expect(await chaser.sweep()).toBe(0);
    expect(office.asked.at(-1)).toEqual(['p1', 'd1', 2]);
    await office.files.receive([2, 3, 4].map((n) => deliver(messageFrom('p1', n), `${n}`)));
    office.time.system += 100;
    expect(await chaser.sweep()).toBe(1);
    expect(office.asked.at(-1)).toEqual(['p1', 'd1', 5]);
    await office.files.receive([deliver(messageFrom('p1', 5), '5')]);
    office.time.system += 200;
    expect(await chaser.sweep()).toBe(0);
    expect(office.memory.debts.size).toBe(0);
    expect(await heard(office)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('does not hold up the messages of other sources', async () => {
    const office = openOffice();
    const batch = [deliver(messageFrom('p1', 2), 'x'), deliver(messageFrom('p2', 1), 'y')];
    expect(await office.files.receive(batch)).toMatchObject({ taken: 1, parked: 1 });
    expect(await heard(office)).toEqual(['y']);
  });
});

describe('a message that can never be taken', () => {
  it('is dead with its reason, does not advance what was seen, and lets the others through', async () => {
    const office = openOffice();
    const rename = { step: 'rename', title: 'X', actor: officer, at: MORNING } as const;
    const received = await office.files.receive([
      { ...deliver(messageFrom('p1', 1)), command: rename },
      deliver(messageFrom('p2', 1), 'fine'),
      deliver(messageFrom('p3', 1, { target: 'd9' }), 'no such file', false),
      { ...deliver(messageFrom('p4', 1)), id: 'd1', message: messageFrom('p4', 1, { target: 'd7' }) },
      deliver(messageFrom('p5', 0)),
      deliver(messageFrom('p6', 1), '\ud800'),
    ]);
    expect(received).toMatchObject({ taken: 1, dead: 5 });
    const reasons = office.dead.map(({ reason }) => reason);
    expect(reasons.map((reason) => (reason as { refusal: string }).refusal).sort()).toEqual([
      'message-impossible',
      'message-misdirected',
      'not-found',
      'not-storable',
      'step-not-allowed',
    ]);
    expect(office.memory.files.get('d1')?.seen).toEqual([{ source: 'p2', n: 1, hash: 'hash-1' }]);
  });

  it('is passed over once a human has settled it, and what follows is taken', async () => {
    const office = openOffice();
    const rename = { step: 'rename', title: 'X', actor: officer, at: MORNING } as const;
    await office.files.receive([deliver(messageFrom('p1', 1), '1')]);
    await office.files.receive([{ ...deliver(messageFrom('p1', 2)), command: rename }]);
    expect(await office.files.receive([deliver(messageFrom('p1', 3), '3')])).toMatchObject({ parked: 1 });
    expect(await office.files.passOver('d1', messageFrom('p1', 3))).toBe(false);
    expect(await office.files.passOver('d1', messageFrom('p1', 2))).toBe(true);
    expect(await office.files.passOver('d1', messageFrom('p1', 2))).toBe(true);
    expect(await office.files.passOver('d1', messageFrom('p1', 2, { entryhash: 'another' }))).toBe(false);
    expect(await office.files.receive([deliver(messageFrom('p1', 3), '3')])).toMatchObject({ taken: 1 });
    expect(await heard(office)).toEqual(['1', '3']);
  });

  it('is dead when deciding on it is a fault', async () => {
    const office = openOffice();
    const broken = {
      step: 'file',
      get title(): string {
        throw new Error('a bug');
      },
      actor: officer,
      at: MORNING,
    } as const;
    const received = await office.files.receive([
      { ...deliver(messageFrom('p1', 1)), command: broken },
      deliver(messageFrom('p2', 1), 'fine'),
    ]);
    expect(received).toMatchObject({ taken: 1, dead: 1 });
    expect(office.dead[0]?.reason).toEqual(new Error('a bug'));
  });

  it('is not called dead because of what the process remembers', async () => {
    const office = openOffice();
    const other = openOffice({ name: 'b', memory: office.memory });
    await office.files.receive([deliver(messageFrom('p1', 1), '1')]);
    const file = { step: 'file', title: 'X', actor: officer, at: MORNING } as const;
    const rename = { step: 'rename', title: 'Y', actor: officer, at: MORNING } as const;
    await other.files.receive([{ ...deliver(messageFrom('p1', 2)), command: file }]);
    const third = { ...deliver(messageFrom('p1', 3)), command: rename };
    expect(await office.files.receive([third])).toMatchObject({ taken: 1, dead: 0, parked: 0 });
  });
});

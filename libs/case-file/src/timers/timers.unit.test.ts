import { describe, expect, it } from 'vitest';
import { SLOTS } from '../limits.ts';
import type { CaseStore } from '../store/port.ts';
import { fileFor, type Office, openOffice, renameTo } from '../testing/office.ts';
import { MORNING, type PermitCommand, permit, system } from '../testing/permit.ts';
import { slotsOf } from './slots.ts';
import { createTimers } from './timers.ts';

const DAY_MS = 86_400_000;
const dueAt = '2026-03-05T01:30:00.000Z';
const timersOf = (
  { files }: Office,
  member = 'm1',
  command: (due: string) => PermitCommand = (at) => ({ step: 'wake', actor: system, at }),
) => createTimers({ files, name: 'wake', member, command: (_, at) => command(at), limits: { wakesPerS: 1_000_000 } });
const fileDue = (office: Office, id: string, at = dueAt) =>
  office.files.handle(id, fileFor(id, { dueAt: at }), { id: `k-${id}` }, { create: true });

describe('a moment that has come on the business clock', () => {
  it('wakes the file once, under a cause of its own, and not before', async () => {
    const office = openOffice();
    await fileDue(office, 'p1');
    const timers = timersOf(office);
    expect(await timers.sweep()).toBe(0);
    office.time.business += 3 * DAY_MS;
    expect(await timers.sweep()).toBe(1);
    expect(await timers.sweep()).toBe(0);
    const woken = (await office.files.history('p1')).at(-1);
    expect(woken).toMatchObject({ type: 'permit.woken', cause: { id: `timer:wake:${dueAt}` } });
  });

  it('wakes it once though two replicas see it at once', async () => {
    // both believe that they are alone: shares only spread the work
    const alone = { store: (store: CaseStore): CaseStore => ({ ...store, living: async () => [] }) };
    const office = openOffice(alone);
    const other = openOffice({ ...alone, name: 'b', memory: office.memory });
    await fileDue(office, 'p1');
    for (const { time } of [office, other]) time.business += 3 * DAY_MS;
    expect(await Promise.all([timersOf(office, 'm1').sweep(), timersOf(other, 'm2').sweep()])).toEqual([1, 1]);
    expect((await office.files.history('p1')).filter(({ type }) => type === 'permit.woken').length).toBe(1);
  });

  it('is not lost when the process that should have seen it died', async () => {
    const office = openOffice();
    await fileDue(office, 'p1');
    const next = openOffice({ name: 'b', memory: office.memory });
    next.time.business += 30 * DAY_MS;
    expect(await timersOf(next).sweep()).toBe(1);
  });
});

describe('a moment that has come for a file in words of a newer version', () => {
  it('is left to the replicas of that version, and stands in the way of no other', async () => {
    const newer = openOffice({ aggregate: { ...permit, schemaVersion: 2, upcasts: { 1: { state: (old) => old } } } });
    const older = openOffice({ name: 'b', memory: newer.memory });
    for (let i = 0; i < 5; i++) await fileDue(newer, `new${i}`);
    await fileDue(older, 'old', '2026-03-05T09:30:00.000Z');
    for (const { time } of [newer, older]) time.business += 5 * DAY_MS;
    const timersIn = ({ files }: Office, member: string) =>
      createTimers({
        files,
        name: 'wake',
        member,
        command: (_, at): PermitCommand => ({ step: 'wake', actor: system, at }),
        limits: { batchFiles: 2, wakesPerS: 1_000_000 },
      });
    const [first, second] = [timersIn(older, 'm1'), timersIn(newer, 'm2')];
    expect(await first.sweep()).toBe(1);
    expect(older.faults).toEqual([]);
    expect(await second.sweep()).toBe(5);
  });
});

describe('a wake that comes to nothing', () => {
  const after = async (command: (due: string) => PermitCommand) => {
    const office = openOffice();
    await fileDue(office, 'p1');
    office.time.business += 3 * DAY_MS;
    const timers = timersOf(office, 'm1', command);
    await timers.sweep();
    expect(await timers.sweep()).toBe(0);
    const { wakeAt } = office.memory.files.get('p1') ?? {};
    expect(wakeAt).toBe(new Date(Date.parse(MORNING) + 3 * DAY_MS + 600_000).toISOString());
    office.time.business += 600_000;
    expect(await timers.sweep()).toBe(1);
    return office;
  };

  it('because nothing is decided, is tried again later and blocks nobody', async () => {
    await after((at) => ({ step: 'nothing', actor: system, at }));
  });

  it('because it is refused, is tried again later and blocks nobody', async () => {
    await after((at) => ({ step: 'file', title: 'again', actor: system, at }));
  });

  it('because it is a fault, is tried again later, blocks nobody, and is told of', async () => {
    const office = await after(() => {
      throw new Error('a bug');
    });
    expect(office.faults).toEqual([new Error('a bug'), new Error('a bug')]);
  });

  it('because the file changed its mind, is none', async () => {
    const office = openOffice();
    await fileDue(office, 'p1');
    office.time.business += 3 * DAY_MS;
    await office.files.handle('p1', renameTo('B'), { id: 'k2' });
    await office.files.handle('p1', { step: 'close', actor: system, at: MORNING }, { id: 'k3' });
    expect(await timersOf(office).sweep()).toBe(0);
  });
});

describe('a herd that is due at once', () => {
  it('is woken in batches with pauses between them', async () => {
    const office = openOffice();
    for (let i = 0; i < 25; i++) await fileDue(office, `p${i}`);
    office.time.business += 3 * DAY_MS;
    const timers = createTimers({
      files: office.files,
      name: 'wake',
      member: 'm',
      command: (_, at): PermitCommand => ({ step: 'wake', actor: system, at }),
      limits: { batchFiles: 10, wakesPerS: 100 },
    });
    expect(await timers.sweep()).toBe(25);
    expect(office.time.system).toBe(200);
  });
});

describe('the slots of a group', () => {
  it('are shared by its members without rest, and few move when one leaves', () => {
    const three = ['a', 'b', 'c'].map((member) => slotsOf(member, ['a', 'b', 'c']));
    expect(three.flat().sort((x, y) => x - y)).toEqual(Array.from({ length: SLOTS }, (_, slot) => slot));
    for (const share of three) expect(share.length).toBeGreaterThan(SLOTS / 8);
    const [a = []] = three;
    expect(slotsOf('a', ['a', 'b'])).toEqual(expect.arrayContaining([...a]));
  });

  it('fall to the others in their next round when a member is stopped', async () => {
    const one = openOffice();
    const two = openOffice({ name: 'b', memory: one.memory });
    for (let i = 0; i < 40; i++) await fileDue(one, `p${i}`);
    const [first, second] = [timersOf(one, 'm1'), timersOf(two, 'm2')];
    await first.sweep();
    await second.sweep();
    two.time.business += 3 * DAY_MS;
    const share = await second.sweep();
    expect(share).toBeLessThan(40);
    await first.stop();
    expect(share + (await second.sweep())).toBe(40);
  });

  it('fall to the living: a silent member loses them after a while', async () => {
    const one = openOffice();
    const two = openOffice({ name: 'b', memory: one.memory });
    for (let i = 0; i < 40; i++) await fileDue(one, `p${i}`);
    const [first, second] = [timersOf(one, 'm1'), timersOf(two, 'm2')];
    await first.sweep();
    await second.sweep();
    two.time.business += 3 * DAY_MS;
    const share = await second.sweep();
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(40);
    two.time.system += 20_000;
    expect(share + (await second.sweep())).toBe(40);
  });
});

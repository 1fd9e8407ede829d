import { nationalCalendar } from '@yimen/working-days';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../catalogue/catalogue.ts';
import * as the from '../case.fixture.ts';
import { after, aggregate, ask, askers, commandOf, fileOrder, plan } from '../case.fixture.ts';
import type { PlannedBranch } from '../state.ts';
import { showClock } from '../views/clock.ts';
import { showRow, showTracking } from '../views/rows.ts';

type State = ReturnType<typeof after>;
const noon = (day: string): string => `${day}T04:00:00.000Z`;
const tell = (state: State, order: Parameters<typeof ask>[1], day: string) => {
  const asked = ask(state, order, askers.branch, noon(day));
  expect(asked.refusal).toBeUndefined();
  return asked;
};
const stoppedBy = (since: string) => ({ reason: 'inspection', law: '行政许可法 45', since });
/** A promise made on Monday 2 March for ten working days: until Monday the 16th. */
const DUE = '2026-03-16';
const OVER = '2026-03-16T16:00:00.000Z';

describe('a single item', () => {
  const accepted = after([fileOrder({ accept: true }), askers.centre]);
  const open = tell(accepted, the.acknowledged('permit'), '2026-03-02').state;
  const stood = tell(
    open,
    the.progressed('permit', 'clock-stopped', { stoppedBy: stoppedBy('2026-03-04') }),
    '2026-03-04',
  );

  it('has one limit: nothing is written while branch and case agree', () => {
    expect(tell(accepted, the.acknowledged('permit'), '2026-03-02').types).toEqual(['branch.acknowledged']);
    expect(tell(open, the.decided('permit'), '2026-03-03').types).toEqual(['branch.decided', 'case.closed']);
  });

  it('stands while its branch stands, and is not overdue then', () => {
    expect(stood.types).toEqual(['branch.progressed', 'case.clock-moved']);
    expect(stood.facts?.[1]).toMatchObject({ law: '行政许可法 45' });
    expect(stood.state.clock).toMatchObject({ dueOn: DUE, stoppedBy: { reason: 'inspection', since: '2026-03-04' } });
    expect(aggregate.wakeAt(stood.state)).toBeUndefined();
    expect(ask(stood.state, { step: 'wake' }, askers.system, OVER).types).toEqual([]);
    expect(stood.state.clock && showClock(stood.state.clock, nationalCalendar, '2026-03-20')).not.toHaveProperty(
      'remainingDays',
    );
  });

  it('says why it stands wherever it says when it is due', () => {
    const stop = { dueOn: DUE, stoppedBy: stoppedBy('2026-03-04') };
    expect(showTracking(stood.state, createCatalogue())).toMatchObject({ ...stop, branches: [stop] });
    expect(showRow({ id: 'c', state: stood.state }, createCatalogue())).toMatchObject(stop);
  });

  it('is due when its branch is due after a stop or an extension', () => {
    for (const moved of [{ dueOn: '2026-03-27' }, { dueOn: '2026-03-30', days: 20 }]) {
      const { state } = tell(stood.state, the.progressed('permit', 'moved', moved), '2026-03-17');
      expect(state.clock).toEqual({ startedOn: '2026-03-02', days: 10, provisional: false, ...moved });
      expect(aggregate.wakeAt(state)).toBe(`${moved.dueOn}T16:00:00.000Z`);
      expect(aggregate.scalars(state)).toMatchObject({ dueOn: moved.dueOn });
    }
  });

  it('was not overdue when the news of what moved its limit came late', () => {
    const overdue = ask(open, { step: 'wake' }, askers.system, OVER).state;
    expect(overdue.overdue).toBe(true);
    const { state } = tell(overdue, the.progressed('permit', 'extended', { dueOn: '2026-03-30' }), '2026-03-17');
    expect(state.overdue).toBeUndefined();
    const again = ask(state, { step: 'wake' }, askers.system, '2026-03-30T16:00:00.000Z');
    expect(again.types).toEqual(['case.overdue']);
    const stopped = (since: string) =>
      tell(overdue, the.progressed('permit', 'clock-stopped', { stoppedBy: stoppedBy(since) }), '2026-03-17').state;
    expect(stopped('2026-03-04').overdue).toBeUndefined();
    expect(stopped('2026-03-17').overdue).toBe(true);
  });
});

describe('a package', () => {
  const branch = (key: string, ...before: string[]): PlannedBranch => ({
    key,
    item: { code: key, version: 1 },
    domain: 'social-security',
    department: 'human-resources',
    after: before.map((name) => ({ branch: name, onRefusal: 'stop' })),
  });
  const branches = [branch('a'), branch('b'), branch('c', 'a')];
  const accepted = after([fileOrder({ accept: true, plan: plan({ kind: 'package', branches }) }), askers.centre]);
  const stop = (key: string, since: string) => the.progressed(key, 'clock-stopped', { stoppedBy: stoppedBy(since) });
  const oneStands = tell(accepted, stop('a', '2026-03-04'), '2026-03-04');
  const bothStand = tell(oneStands.state, stop('b', '2026-03-05'), '2026-03-05');

  it('runs on while any open branch runs: that one does not wait for the stop', () => {
    expect(oneStands.types).toEqual(['branch.progressed']);
    expect(oneStands.state.clock).toMatchObject({ dueOn: DUE });
    expect(oneStands.state.clock).not.toHaveProperty('stoppedBy');
  });

  it('keeps its own promise when a branch is extended', () => {
    const longer = tell(accepted, the.progressed('a', 'extended', { dueOn: '2026-03-30', days: 20 }), '2026-03-04');
    expect(longer.types).toEqual(['branch.progressed']);
    expect(longer.state.clock?.dueOn).toBe(DUE);
  });

  it('stands while every open branch stands, and has as many days left afterwards', () => {
    expect(bothStand.state.clock).toMatchObject({ dueOn: DUE, stoppedBy: stoppedBy('2026-03-05') });
    expect(aggregate.wakeAt(bothStand.state)).toBe(aggregate.wakeAt({ ...bothStand.state, overdue: true }));
    expect(ask(bothStand.state, { step: 'wake' }, askers.system, OVER).types).not.toContain('case.overdue');
    // seven working days were left on the 5th; from the 19th they last until the 30th
    const goesOn = tell(bothStand.state, the.progressed('b', 'clock-resumed'), '2026-03-19');
    expect(goesOn.types).toEqual(['branch.progressed', 'case.clock-moved']);
    expect(goesOn.state.clock).toEqual({ startedOn: '2026-03-02', dueOn: '2026-03-30', days: 10, provisional: false });
  });

  it('stands from the day on which the last running branch was decided, and runs when a branch opens', () => {
    const onlyOneLeft = tell(oneStands.state, the.decided('b'), '2026-03-06');
    expect(onlyOneLeft.types).toEqual(['branch.decided', 'case.clock-moved']);
    expect(onlyOneLeft.state.clock).toMatchObject({ stoppedBy: stoppedBy('2026-03-06') });
    const next = tell(onlyOneLeft.state, the.decided('a'), '2026-03-10');
    expect(next.types).toEqual(['branch.decided', 'branch.opened', 'case.clock-moved']);
    expect(next.state.clock).toMatchObject({ dueOn: '2026-03-18' });
    expect(next.state.clock).not.toHaveProperty('stoppedBy');
  });

  it('counts the days of the acts, not those on which they were heard of', () => {
    const late = commandOf(stop('b', '2026-03-05'), askers.branch, noon('2026-03-09'));
    const facts = aggregate.decide(oneStands.state, { ...late, toldOn: '2026-03-05' });
    expect(facts).toMatchObject([
      {},
      { type: 'case.clock-moved', data: { clock: { stoppedBy: { since: '2026-03-05' } } } },
    ]);
  });

  it('stays over when it was over before it stood', () => {
    const late = tell(oneStands.state, stop('b', '2026-03-18'), '2026-03-18');
    expect(late.state.clock).toMatchObject({ dueOn: DUE, stoppedBy: { since: '2026-03-18' } });
    expect(tell(late.state, the.progressed('b', 'clock-resumed'), '2026-03-25').state.clock).toMatchObject({
      dueOn: DUE,
    });
  });

  it('is not left standing when it has ended', () => {
    const two = after([
      fileOrder({ accept: true, plan: plan({ kind: 'package', branches: branches.slice(0, 1) }) }),
      askers.centre,
    ]);
    const stood = tell(two, stop('a', '2026-03-04'), '2026-03-04').state;
    const ended = tell(stood, the.decided('a'), '2026-03-06');
    expect(ended.types).toEqual(['branch.decided', 'case.clock-moved', 'case.closed']);
    expect(ended.state.clock).toMatchObject({ dueOn: '2026-03-18' });
    expect(ended.state.clock).not.toHaveProperty('stoppedBy');
  });
});

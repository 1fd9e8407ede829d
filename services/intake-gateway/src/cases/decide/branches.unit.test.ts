import { describe, expect, it } from 'vitest';
import * as the from '../case.fixture.ts';
import { after, aggregate, ask, askers, fileOrder, plan } from '../case.fixture.ts';
import { dossierIdOf, type OnRefusal, type PlannedBranch } from '../state.ts';

const branch = (key: string, before: readonly string[] = [], onRefusal: OnRefusal = 'stop'): PlannedBranch => ({
  key,
  item: { code: key, version: 1 },
  domain: 'social-security',
  department: 'human-resources',
  after: before.map((name) => ({ branch: name, onRefusal })),
});
const joint = (onRefusal: OnRefusal = 'stop', ...more: PlannedBranch[]) =>
  after([
    fileOrder({
      accept: true,
      plan: plan({
        kind: 'package',
        branches: [branch('a'), branch('b', ['a'], onRefusal), branch('c', ['b'], onRefusal), branch('d'), ...more],
        released: [['a', 'd']],
      }),
    }),
    askers.centre,
  ]);
const statuses = (state: ReturnType<typeof joint>) => state.branches.map(({ status }) => status);
const news = (state: ReturnType<typeof joint>, ...orders: Parameters<typeof ask>[1][]) =>
  orders.reduce((before, order) => {
    const { refusal, state: next } = ask(before, order, askers.branch);
    expect(refusal).toBeUndefined();
    return next;
  }, state);

describe('an accepted joint case', () => {
  it('opens the branches that wait for nobody, and tells their departments', () => {
    const state = joint();
    expect(statuses(state)).toEqual(['opened', 'waiting', 'waiting', 'opened']);
    const opened = {
      type: 'branch.opened',
      data: { branch: 'a' },
      n: 1,
      at: the.MORNING,
      by: { subject: 's', kind: 'system' },
    } as const;
    expect(aggregate.addresses(opened, state)).toEqual([
      { topic: 'branches.social-security.v1', target: dossierIdOf(state.id ?? '', 'a') },
    ]);
  });

  it('opens a branch when what it waited for is granted, with the output as a material of the case', () => {
    const state = news(joint(), the.decided('a'));
    expect(statuses(state)).toEqual(['granted', 'opened', 'waiting', 'opened']);
    expect(state.branches[0]?.outputs).toMatchObject([{ code: 'permit', branch: 'a' }]);
  });

  it('does what the edge says when a branch is refused', () => {
    expect(statuses(news(joint('stop'), the.decided('a', 'refused')))).toEqual([
      'refused',
      'skipped',
      'skipped',
      'opened',
    ]);
    expect(statuses(news(joint('skip-successors', branch('e', ['d'])), the.decided('a', 'refused')))).toEqual([
      'refused',
      'skipped',
      'skipped',
      'opened',
      'waiting',
    ]);
    expect(statuses(news(joint('stop', branch('e', ['d'])), the.decided('a', 'refused')))).toEqual([
      'refused',
      'skipped',
      'skipped',
      'opened',
      'skipped',
    ]);
    expect(statuses(news(joint('continue'), the.decided('a', 'refused')))).toEqual([
      'refused',
      'opened',
      'waiting',
      'opened',
    ]);
  });

  it('closes on its last branch, once', () => {
    const state = news(joint(), the.decided('a'), the.decided('b'), the.decided('d'));
    expect(state.status).toBe('accepted');
    const last = ask(state, the.decided('c'), askers.branch);
    expect(last.types).toEqual(['branch.decided', 'case.closed']);
    expect(last.state).toMatchObject({ status: 'closed', outcome: 'granted' });
  });

  it('shows who has a branch and by when, and keeps it after the end', () => {
    const state = news(joint(), the.acknowledged('a'), the.progressed('a', 'reviewed'));
    expect(state.branches[0]).toMatchObject({
      status: 'acknowledged',
      milestone: 'reviewed',
      clock: { dueOn: '2026-03-16' },
    });
    const closed = news(joint('stop'), the.decided('a', 'refused'), the.decided('d'), the.progressed('a', 'late'));
    expect(closed).toMatchObject({ status: 'closed', outcome: 'partly' });
    expect(closed.branches[0]?.status).toBe('refused');
  });

  it('knows where the reason of an extension is sealed, also while other news follows', () => {
    const extended = { ...the.progressed('a', 'extended'), personal: true } as const;
    const { state } = ask(news(joint(), the.acknowledged('a')), extended, askers.branch);
    const [{ extension } = {}] = state.branches;
    expect(extension?.personal).toBeGreaterThan(0);
    expect(news(state, the.progressed('a', 'reviewed')).branches[0]).toMatchObject({
      extension,
      milestone: 'reviewed',
    });
  });

  it('refuses news of a branch that it does not have', () => {
    expect(ask(joint(), the.decided('zzz'), askers.branch).refusal).toBe('branch-unknown');
  });

  it('refuses news of a branch from a service that does not have it', () => {
    const other = { ...askers.branch, service: 'commerce-registration' };
    const { service: _, ...nobody } = askers.branch;
    const told = [the.acknowledged('a'), the.progressed('a', 'x'), the.decided('a'), the.branchWithdrawn('a')];
    for (const order of [...told, the.alreadyDecided('a', 'granted')])
      for (const asker of [other, nobody]) expect(ask(joint(), order, asker).refusal).toBe('branch-not-yours');
  });

  it('calls a human for a decision that no rule foresees, and changes nothing', () => {
    const closed = news(joint('stop'), the.decided('a', 'refused'), the.decided('d'));
    const late = ask(closed, the.decided('d', 'refused'), askers.branch);
    expect(late.types).toEqual(['case.human-needed']);
    expect(late.state).toMatchObject({ status: 'closed', outcome: 'partly', humanNeeded: ['decision-after-end'] });
    expect(ask(joint(), the.decided('b'), askers.branch).types).toEqual(['case.human-needed']);
  });
});

describe('a withdrawal after acceptance', () => {
  const asked = ask(joint(), { step: 'withdraw' }, askers.citizen);

  it('asks every open branch and skips those that wait', () => {
    expect(asked.types).toEqual([
      'case.withdrawal-asked',
      'branch.withdrawal-asked',
      'branch.skipped',
      'branch.skipped',
      'branch.withdrawal-asked',
    ]);
    expect(asked.state.status).toBe('withdrawing');
    expect(statuses(asked.state)).toEqual(['withdrawing', 'skipped', 'skipped', 'withdrawing']);
  });

  it('ends withdrawn on the last answer when nobody had decided', () => {
    const one = news(asked.state, the.branchWithdrawn('a'));
    expect(one.status).toBe('withdrawing');
    expect(news(one, the.branchWithdrawn('d')).status).toBe('withdrawn');
  });

  it('ends closed when a decision was quicker', () => {
    const state = news(asked.state, the.decided('a'), the.alreadyDecided('a', 'granted'), the.branchWithdrawn('d'));
    expect(state).toMatchObject({ status: 'closed', outcome: 'partly' });
    expect(state.humanNeeded).toBeUndefined();
  });

  it('is asked once', () => {
    expect(ask(asked.state, { step: 'withdraw' }, askers.citizen).refusal).toBe('step-not-allowed');
  });

  it('calls a human when the answer and what came before it do not fit', () => {
    expect(news(asked.state, the.alreadyDecided('a', 'granted')).humanNeeded).toEqual(['decision-missing']);
    expect(news(joint(), the.branchWithdrawn('a')).humanNeeded).toEqual(['withdrawn-unasked']);
  });
});

describe('a department that does not answer', () => {
  it('is asked again, each time after twice as long, and in the end a human is called', () => {
    let state = joint();
    let reminders = 0;
    const minutes: number[] = [];
    let last = the.MORNING;
    for (let i = 0; i < 20; i++) {
      const at = aggregate.wakeAt(state);
      if (at === undefined || at > '2026-03-12') break;
      minutes.push((Date.parse(at) - Date.parse(last)) / 60_000);
      last = at;
      const woken = ask(state, { step: 'wake' }, askers.system, at);
      reminders += woken.types.filter((type) => type === 'branch.reminded').length;
      state = woken.state;
    }
    expect(minutes).toEqual([5, 10, 20, 40, 80, 160, 320]);
    expect(reminders).toBe(14); // seven for each of the two open branches
    expect(state.humanNeeded).toEqual(['branch-unanswered']);
  });

  it('is left alone once it has answered', () => {
    const state = news(joint(), the.acknowledged('a'), the.acknowledged('d'));
    expect(aggregate.wakeAt(state)).toBe('2026-03-16T16:00:00.000Z'); // the end of the promised time
    const { state: overdue, types } = ask(state, { step: 'wake' }, askers.system, '2026-03-16T16:00:00.000Z');
    expect(types).toEqual(['case.overdue']);
    expect(aggregate.wakeAt(overdue)).toBeUndefined();
  });
});

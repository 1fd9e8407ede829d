import { type CaseRules, overAt, REMINDERS_LIMIT, reminderAt } from '../limits.ts';
import type { BranchState, CaseState, ClockState } from '../state.ts';
import { acceptByLaw, limitPassed } from './acceptance.ts';
import type { Unfolding } from './unfolding.ts';

/** What is due at this moment: acceptance by law, a question asked again, a promise that was broken. */
export const wake = (rules: CaseRules, unfolding: Unfolding, at: string): undefined => {
  const state = unfolding.state();
  if (state.status === 'submitted') {
    if (limitPassed(state, at)) acceptByLaw(rules, unfolding);
    return;
  }
  const due = state.branches.filter((branch) => {
    const moment = reminderOf(rules, branch);
    return moment !== undefined && moment <= at;
  });
  for (const { key: branch, reminders } of due) {
    unfolding.add('branch.reminded', { branch });
    if (reminders === REMINDERS_LIMIT) unfolding.add('case.human-needed', { reason: 'branch-unanswered', branch });
  }
  if (isOverdue(state, at)) unfolding.add('case.overdue', { dueOn: state.clock?.dueOn ?? '' });
};

/** When the department of a branch is asked again, if it still owes an answer. */
const reminderOf = (rules: CaseRules, { askedAt, reminders = 0 }: BranchState): string | undefined =>
  askedAt === undefined || reminders > REMINDERS_LIMIT ? undefined : reminderAt(rules, askedAt, reminders);

const isOverdue = ({ clock, overdue }: CaseState, at: string): boolean =>
  isCounted(clock, overdue) && at >= overAt(clock);

/** A clock that can run out: one that stands does not. */
const isCounted = (clock: ClockState | undefined, overdue: boolean | undefined): clock is ClockState =>
  clock !== undefined && !overdue && !clock.stoppedBy;

/** The next moment at which anything is due. */
export const wakeAtOf = (rules: CaseRules, state: CaseState): string | undefined => {
  const { status, acceptanceClock, clock, overdue, branches } = state;
  if (status === 'submitted') return acceptanceClock && overAt(acceptanceClock);
  if (status !== 'accepted' && status !== 'withdrawing') return undefined;
  const moments = branches.flatMap((branch) => reminderOf(rules, branch) ?? []);
  if (isCounted(clock, overdue)) moments.push(overAt(clock));
  return moments.sort()[0];
};

import { isFinal } from '../graph.ts';
import type { CaseRules } from '../limits.ts';
import type { BranchState, CaseState, ClockState } from '../state.ts';
import type { Unfolding } from './unfolding.ts';

/**
 * Keeps the clock of the case true after news of its branches. A single item has one limit: the clock of its branch is
 * the case's, with its stops (行政许可法 45) and its extension (42). A package has a promise of its own, which no branch's
 * extension lengthens; it stands on the days on which every open branch stands lawfully, and runs while any of them runs.
 */
export const moveClock = (rules: CaseRules, unfolding: Unfolding, today: string): void => {
  const state = unfolding.state();
  const { plan, clock, status } = state;
  if (!plan || !clock || (status !== 'accepted' && status !== 'withdrawing')) return;
  const moved = plan.kind === 'item' ? (state.branches[0]?.clock ?? clock) : jointClock(rules, state, clock, today);
  if (isSame(moved, clock)) return;
  const law = (moved.stoppedBy ?? clock.stoppedBy)?.law;
  unfolding.add('case.clock-moved', { clock: moved }, law === undefined ? {} : { law });
};

const jointClock = (rules: CaseRules, { branches }: CaseState, clock: ClockState, today: string): ClockState => {
  const stop = stopOfAll(branches);
  if (stop && !clock.stoppedBy) return { ...clock, stoppedBy: { ...stop, since: later(today, clock.startedOn) } };
  return !stop && clock.stoppedBy ? resumed(rules, clock, later(today, clock.stoppedBy.since)) : clock;
};

/** The stop that makes the whole stand, the latest of all: none while any open branch runs. */
const stopOfAll = (branches: readonly BranchState[]): ClockState['stoppedBy'] => {
  const open = branches.filter(({ status }) => status !== 'waiting' && !isFinal(status));
  const stops = open.flatMap(({ clock }) => clock?.stoppedBy ?? []);
  if (stops.length < open.length) return undefined;
  return stops.toSorted((a, b) => (a.since < b.since ? -1 : 1)).at(-1);
};

/** The days that were left when it stopped are left from today on; what was over stays over. */
const resumed = ({ calendar }: CaseRules, { stoppedBy, ...clock }: ClockState, today: string): ClockState => {
  const left = calendar.countWorkingDays(stoppedBy?.since ?? today, clock.dueOn);
  if (left < 0) return clock;
  const due = calendar.addWorkingDays(today, left);
  return { ...clock, dueOn: due.date, provisional: clock.provisional || due.provisional };
};

const later = (a: string, b: string): string => (a > b ? a : b);

const isSame = (a: ClockState, b: ClockState): boolean =>
  a.startedOn === b.startedOn &&
  a.dueOn === b.dueOn &&
  a.days === b.days &&
  a.provisional === b.provisional &&
  a.stoppedBy?.since === b.stoppedBy?.since &&
  a.stoppedBy?.reason === b.stoppedBy?.reason;

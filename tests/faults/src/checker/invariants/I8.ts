import { slow } from '../../../../../libs/working-days/src/reference.fixture.ts';
import type { Invariant, StoredCase, Violation } from '../evidence.ts';
import { dayOf } from '../filings.ts';
import { begins } from './begins.ts';
import { timers } from './timers.ts';

/** Every deadline is the reference calendar's, counted from the right day by the item's own days, and no timer took effect early or twice. */
export const I8: Invariant = (evidence) => [
  ...[...evidence.cases, ...evidence.dossiers].flatMap(deadlines),
  ...begins(evidence),
  ...timers(evidence),
];

interface Clock {
  readonly startedOn: string;
  readonly dueOn: string;
  readonly days: number;
}

const isClock = (value: unknown): value is Clock =>
  typeof value === 'object' && value !== null && 'startedOn' in value && 'dueOn' in value && 'days' in value;

/** A clock with its stops, as dossiers keep it, and the day it was said to end on. */
interface Moved {
  readonly clock: Parameters<typeof slow.statusOf>[0];
  readonly dueOn: string;
}

const isMoved = (value: unknown): value is Moved =>
  typeof value === 'object' &&
  value !== null &&
  'dueOn' in value &&
  'clock' in value &&
  typeof value.clock === 'object' &&
  value.clock !== null &&
  'stops' in value.clock;

const within = <T>(value: unknown, is: (one: unknown) => one is T): readonly T[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(is(value) ? [value] : []), ...Object.values(value).flatMap((part) => within(part, is))];

const deadlines = ({ id, service, state, history }: StoredCase): readonly Violation[] => [
  ...within([state, history.map(({ data }) => data)], isClock)
    // one that stands has no last day
    .filter((clock) => !('stoppedBy' in clock) && dueOf(clock) !== clock.dueOn)
    .map((clock) => violation('a deadline is not the calendar’s', { service, id, clock, due: dueOf(clock) })),
  ...history.flatMap(({ at, data }) =>
    within(data, isMoved).flatMap(({ clock, dueOn }) => {
      const due = slow.statusOf(clock, dayOf(at)).dueOn;
      return due === undefined || due === dueOn
        ? []
        : [violation('a deadline is not the calendar’s', { service, id, clock, dueOn, due })];
    }),
  ),
];

/** Counted one day after the other; an instant item is due on its own day. */
const dueOf = ({ startedOn, days }: Clock): string => {
  let day = startedOn;
  for (let left = days; left > 0; ) {
    day = slow.nextDay(day);
    if (slow.isWorkingDay(day)) left -= 1;
  }
  return day;
};

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I8', what, evidence });

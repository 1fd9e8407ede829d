import type { ClockView, DecisionClock, DossierStatus } from './state.ts';

/** What the decision clock needs of a working calendar. Dates are `YYYY-MM-DD`. */
export interface Calendar {
  /** The end of the n-th working day after a date; provisional beyond what the calendar knows. */
  readonly add: (date: string, days: number) => { readonly date: string; readonly provisional: boolean };
  /** Working days after `from` up to and including `to`; 0 when `to` is not later. */
  readonly between: (from: string, to: string) => number;
}

/** The signals of the electronic supervision, the mildest first: 90 % elapsed, over, over by a working day. */
export const SIGNALS = ['yellow', 'red', 'overdue'] as const;
export type Signal = (typeof SIGNALS)[number];

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Part of the time after which the yellow signal is given. */
const YELLOW_PART = 0.9;

/** The calendar day in China of an instant. */
export const dayOf = (instant: string): string => new Date(Date.parse(instant) + CHINA_MS).toISOString().slice(0, 10);

/** The instant at which a day begins in China. */
const startOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - CHINA_MS).toISOString();
const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

const stoppedDays = (clock: DecisionClock, today: string, calendar: Calendar): number =>
  clock.stops.reduce((sum, stop) => sum + calendar.between(stop.from, stop.to ?? today), 0);

const standing = (clock: DecisionClock) => clock.stops.find((stop) => stop.to === undefined);

const dayAt = (clock: DecisionClock, days: number, today: string, calendar: Calendar) =>
  calendar.add(clock.startedOn, days + stoppedDays(clock, today, calendar));

/** The clock as it is shown on a day: a stop that still stands has moved the due date up to that day. */
export const viewOf = (clock: DecisionClock, today: string, calendar: Calendar): ClockView => {
  const days = clock.days + clock.extendedDays;
  const due = dayAt(clock, days, today, calendar);
  const stop = standing(clock);
  return {
    startedOn: clock.startedOn,
    dueOn: due.date,
    days,
    provisional: due.provisional,
    ...(stop ? { stoppedBy: { reason: stop.reason, law: stop.law, since: stop.from } } : {}),
  };
};

/** Working days left on a day; negative when overdue. */
export const remainingDays = (clock: DecisionClock, today: string, calendar: Calendar): number => {
  const { dueOn } = viewOf(clock, today, calendar);
  return today <= dueOn ? calendar.between(today, dueOn) : -calendar.between(dueOn, today);
};

/** True while a lawful stop stands. */
export const isStopped = (clock: DecisionClock): boolean => standing(clock) !== undefined;

const beginsAt = (clock: DecisionClock, signal: Signal, today: string, calendar: Calendar): string => {
  const days = clock.days + clock.extendedDays;
  const due = dayAt(clock, days, today, calendar).date;
  if (signal === 'red') return startOf(dayAfter(due));
  if (signal === 'overdue') return startOf(dayAfter(calendar.add(due, 1).date));
  return startOf(dayAt(clock, Math.ceil(days * YELLOW_PART), today, calendar).date);
};

/** The strongest signal that has begun by `at`, if it is stronger than what was given. A stopped clock gives none. */
export const signalAt = (clock: DecisionClock, at: string, calendar: Calendar): Signal | undefined => {
  if (isStopped(clock)) return undefined;
  const given = clock.signal === undefined ? -1 : SIGNALS.indexOf(clock.signal);
  const begun = SIGNALS.findLastIndex((signal) => beginsAt(clock, signal, dayOf(at), calendar) <= at);
  return begun > given ? SIGNALS[begun] : undefined;
};

/** The business instant of the next signal after `at`, or undefined when none will come by itself. */
export const nextSignalAt = (clock: DecisionClock, at: string, calendar: Calendar): string | undefined => {
  if (isStopped(clock)) return undefined;
  const given = clock.signal === undefined ? -1 : SIGNALS.indexOf(clock.signal);
  return SIGNALS.slice(given + 1)
    .map((signal) => beginsAt(clock, signal, dayOf(at), calendar))
    .find((instant) => instant > at);
};

/** Clocks run only while a dossier is undecided. */
export const isAlive = (status: DossierStatus): boolean => status === 'open' || status === 'submitting';

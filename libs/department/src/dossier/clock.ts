import {
  alertsOf,
  type Calendar,
  type ClockAlert,
  type ClockThresholds,
  defaultThresholds,
  type LegalClock,
  openStop,
  statusOf,
  toLocalDate,
  totalDays,
} from '@yimen/working-days';
import type { ClockMoved } from './facts.ts';
import type { ClockView, Dossier, DossierStatus } from './state.ts';

/** The days a place counts by, and when its supervision speaks up. */
export interface Days {
  readonly calendar: Calendar;
  readonly thresholds?: ClockThresholds;
}

/** The calendar day in China of an instant. */
export const dayOf = (instant: string): string => toLocalDate(instant);

const alertsOn = (clock: LegalClock, on: string, { calendar, thresholds = defaultThresholds }: Days) =>
  alertsOf(calendar, clock, { on, thresholds });

/** The clock as it is shown on a day. An instant item (即办件) has none: it is due on the day it came. */
export const viewOf = (
  dossier: Pick<Dossier, 'clock' | 'startedOn' | 'expectedDays'>,
  today: string,
  days: Days,
): ClockView => {
  const { clock, startedOn = today, expectedDays } = dossier;
  if (!clock) return { startedOn, dueOn: startedOn, days: 0, provisional: false };
  const { dueOn, provisional } = statusOf(days.calendar, clock, { on: today });
  const stop = openStop(clock);
  return {
    startedOn,
    dueOn,
    days: totalDays(clock),
    provisional,
    ...(stop
      ? {
          stoppedBy: {
            reason: stop.reason,
            law: stop.law,
            since: stop.on,
            ...(expectedDays === undefined ? {} : { expectedDays }),
          },
        }
      : {}),
  };
};

/** Working days left after a day, and the signal that stands; undefined for an instant item. */
export const standingOf = ({ clock, signalled = [] }: Dossier, today: string, { calendar }: Days) =>
  clock && { remaining: statusOf(calendar, clock, { on: today }).remaining, signal: strongest(signalled) };

const strongest = (alerts: readonly ClockAlert[]): 'red' | 'yellow' | 'green' =>
  alerts.includes('red') ? 'red' : alerts.includes('yellow') ? 'yellow' : 'green';

/** A changed clock with what lists and timers need of it; an alert that stands and was not told is due at once. */
export const moveClock = (clock: LegalClock, at: string, days: Days, told: readonly ClockAlert[]): ClockMoved => {
  const today = dayOf(at);
  const { reached, next } = alertsOn(clock, today, days);
  const signalled = reached.filter((alert) => told.includes(alert));
  const signalAt = signalled.length < reached.length ? at : next?.at;
  return {
    clock,
    dueOn: statusOf(days.calendar, clock, { on: today }).dueOn,
    signalled,
    ...(signalAt === undefined ? {} : { signalAt }),
  };
};

/** A new clock: what stands from its first day on, because the limit is so short, is told by the opening itself. */
export const beginClock = (clock: LegalClock, at: string, days: Days): ClockMoved =>
  moveClock(clock, at, days, alertsOn(clock, clock.startedOn, days).reached);

/** The alert that is to be told now, the gravest if several, and the clock after it has been told. */
export const nextSignal = (
  { clock, signalled = [] }: Dossier,
  at: string,
  days: Days,
): { readonly alert: ClockAlert; readonly moved: ClockMoved } | undefined => {
  if (!clock) return undefined;
  const { reached } = alertsOn(clock, dayOf(at), days);
  const fresh = reached.filter((alert) => !signalled.includes(alert));
  const alert = fresh.includes('red') ? 'red' : fresh.at(-1);
  return alert && { alert, moved: moveClock(clock, at, days, reached) };
};

/** True while a lawful stop stands. */
export const isStopped = ({ clock }: Dossier): boolean => clock !== undefined && openStop(clock) !== undefined;

/** Clocks run only while a dossier is undecided. */
export const isAlive = (status: DossierStatus): boolean => status === 'open' || status === 'submitting';

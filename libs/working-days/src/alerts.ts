import type { LocalDate } from '@yimen/kernel';
import type { Calendar } from './calendar.ts';
import { statusOf } from './clock-status.ts';
import { endOfDay, startOfDay } from './day.ts';
import { type LegalClock, totalDays } from './legal-clock.ts';

/** When supervision (电子监察) speaks up before a limit is over; a place's own rules are data. Over is red everywhere. */
export type ClockThresholds = {
  /** A prompt so many working days before the last day. */
  readonly promptDaysBefore: number;
  /** Yellow from this used share, 0 to 1. */
  readonly yellowShare: number;
};

/** A prompt one working day before, yellow at nine tenths. */
export const defaultThresholds: ClockThresholds = { promptDaysBefore: 1, yellowShare: 0.9 };

/** What a clock can raise. Short limits prompt before they turn yellow, long ones after. */
export type ClockAlert = 'prompt' | 'yellow' | 'red';

/** What a clock has raised and when it will raise the next. */
export type ClockAlerts = {
  readonly reached: readonly ClockAlert[];
  /** Absent while the clock stands and after red; `at` is an ISO instant, good for `wakeAt`. */
  readonly next?: { readonly alert: ClockAlert; readonly at: string };
};

/** The alerts of a clock as of the day `on`. */
export const alertsOf = (
  calendar: Calendar,
  clock: LegalClock,
  { on, thresholds }: { readonly on: LocalDate; readonly thresholds: ClockThresholds },
): ClockAlerts => {
  const status = statusOf(calendar, clock, { on });
  const levels = remainingAt(totalDays(clock), thresholds);
  const reached = levels.filter(({ remaining }) => status.remaining <= remaining).map(({ alert }) => alert);
  const [next] = levels
    .filter(({ remaining }) => status.remaining > remaining)
    .toSorted((a, b) => b.remaining - a.remaining);
  if (!next || status.stoppedBy) return { reached };
  return { reached, next: { alert: next.alert, at: instantOf(calendar, status.dueOn, next.remaining) } };
};

/** For each alert the greatest number of remaining days at which it stands. */
const remainingAt = (total: number, thresholds: ClockThresholds) => {
  let used = Math.max(0, Math.floor(total * thresholds.yellowShare) - 1);
  while (used / total < thresholds.yellowShare) used++;
  return [
    { alert: 'prompt', remaining: thresholds.promptDaysBefore },
    { alert: 'yellow', remaining: total - used },
    { alert: 'red', remaining: -1 },
  ] as const;
};

/** The first instant at which no more than `remaining` days are left. */
const instantOf = (calendar: Calendar, dueOn: LocalDate, remaining: number): string =>
  remaining < 0 ? endOfDay(dueOn) : startOfDay(calendar.addWorkingDays(dueOn, -remaining).date);

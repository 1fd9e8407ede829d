import type { LocalDate } from '@yimen/kernel';
import type { Calendar } from './calendar.ts';
import { endOfDay } from './day.ts';
import { type ClockStop, type LegalClock, lastDay, totalDays } from './legal-clock.ts';

/** How a clock stands on a day. Pure JSON. */
export type ClockStatus = {
  /** The last day in time. While the clock stands: what it would be if it went on today. */
  readonly dueOn: LocalDate;
  /** The instant (ISO, UTC) from which it is over: the end of `dueOn` in Asia/Shanghai. */
  readonly dueAt: string;
  /** Working days left after this day: 0 on the last day, negative (from -1) when over. */
  readonly remaining: number;
  /** Used days by all days: 1 on the last day, more when over. */
  readonly elapsedShare: number;
  readonly stoppedBy?: ClockStop;
  /** Some day of it lies beyond the last notice. */
  readonly provisional: boolean;
};

/**
 * How a clock stands on the day `on`; a day before the last stop or resumption counts as that one.
 * A stop on the last day leaves the day of resumption, or the next working day, as the last. What is over stays over.
 */
export const statusOf = (calendar: Calendar, clock: LegalClock, { on }: { readonly on: LocalDate }): ClockStatus => {
  const today = on < lastDay(clock) ? lastDay(clock) : on;
  const { dueOn, remaining, stoppedBy } = reckon(calendar, clock, today);
  const total = totalDays(clock);
  return {
    dueOn,
    dueAt: endOfDay(dueOn),
    remaining,
    elapsedShare: Math.max(0, (total - remaining) / total),
    ...(stoppedBy ? { stoppedBy } : {}),
    provisional: [clock.startedOn, today, dueOn].some((day) => !calendar.isKnown(day)),
  };
};

type Reckoning = { readonly dueOn: LocalDate; readonly remaining: number; readonly stoppedBy?: ClockStop };

const reckon = (calendar: Calendar, clock: LegalClock, today: LocalDate): Reckoning => {
  const { addWorkingDays, countWorkingDays } = calendar;
  let left = totalDays(clock);
  let from = clock.startedOn;
  for (const [i, stop] of clock.stops.entries()) {
    const dueOn = addWorkingDays(from, left).date;
    if (stop.on > dueOn) return reckonOver(calendar, { dueOn, stops: clock.stops.slice(i), today });
    left -= Math.max(0, countWorkingDays(from, stop.on));
    if (stop.resumedOn === undefined) {
      return { dueOn: addWorkingDays(today, left).date, remaining: left, stoppedBy: stop };
    }
    // with nothing left, going on during a holiday leaves the first working day after it (Civil Code 203)
    from = left === 0 ? addWorkingDays(stop.resumedOn, 0).date : stop.resumedOn;
  }
  const dueOn = addWorkingDays(from, left).date;
  if (today > dueOn) return reckonOver(calendar, { dueOn, stops: [], today });
  return { dueOn, remaining: countWorkingDays(today, dueOn) };
};

/** Days over are those on which the clock ran; the first counts from its first hour, even on a holiday. */
const reckonOver = (
  calendar: Calendar,
  {
    dueOn,
    stops,
    today,
  }: { readonly dueOn: LocalDate; readonly stops: readonly ClockStop[]; readonly today: LocalDate },
): Reckoning => {
  let over = 0;
  let from = dueOn;
  for (const stop of stops) {
    over += calendar.countWorkingDays(from, stop.on);
    if (stop.resumedOn === undefined) return { dueOn, remaining: -Math.max(1, over), stoppedBy: stop };
    from = stop.resumedOn;
  }
  return { dueOn, remaining: -Math.max(1, over + calendar.countWorkingDays(from, today)) };
};

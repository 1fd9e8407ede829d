import type { LocalDate } from '@yimen/kernel';
import { isRefusal } from '@yimen/kernel';
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import fc from 'fast-check';
import { extendClock, type LegalClock, resumeClock, startClock, stopClock } from './legal-clock.ts';

/** The slow, obvious way: one day after the other, by the words of the notices. */
export const slow = {
  nextDay: (date: LocalDate): LocalDate => {
    const day = new Date(`${date}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + 1);
    return day.toISOString().slice(0, 10);
  },
  previousDay: (date: LocalDate): LocalDate => {
    const day = new Date(`${date}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() - 1);
    return day.toISOString().slice(0, 10);
  },
  isWorkingDay: (date: LocalDate): boolean => {
    const weekend = ['Sat', 'Sun'].includes(new Date(`${date}T12:00:00Z`).toUTCString().slice(0, 3));
    if (date > '2026-12-31') return !weekend;
    if (Object.hasOwn(published.workdays, date)) return true;
    return !weekend && !Object.hasOwn(published.holidays, date);
  },
  /** Working days after `from` up to and with `to`. */
  count: (from: LocalDate, to: LocalDate): number => {
    let count = 0;
    for (let day = from; day < to; ) {
      day = slow.nextDay(day);
      if (slow.isWorkingDay(day)) count++;
    }
    return count;
  },
  /** Lives through the clock day by day. */
  statusOf: (clock: LegalClock, on: LocalDate): { dueOn?: LocalDate; remaining?: number; over: number } => {
    const isHeld = (day: LocalDate) => clock.stops.some((s) => s.on < day && (!s.resumedOn || day <= s.resumedOn));
    const stands = (evening: LocalDate) =>
      clock.stops.some((s) => s.on <= evening && (!s.resumedOn || evening < s.resumedOn));
    let left = clock.days + (clock.extension?.days ?? 0);
    let dueOn: LocalDate | undefined;
    let over = 0;
    for (let day = clock.startedOn; dueOn === undefined || day < on; ) {
      if (dueOn === undefined && day >= on && stands(on)) break; // it stands today: nobody knows its last day
      day = slow.nextDay(day);
      const worked = slow.isWorkingDay(day);
      if (dueOn !== undefined) {
        if (worked && !isHeld(day)) over++;
        continue;
      }
      if (worked && !isHeld(day) && left > 0) left--;
      if (worked && left === 0 && !stands(day)) dueOn = day;
    }
    if (dueOn === undefined) return { remaining: left, over: 0 };
    return on > dueOn ? { dueOn, over: Math.max(1, over) } : { dueOn, over: 0 };
  },
};

/** Days around the end of what is known. */
export const days = (from = '2024-01-01', to = '2027-06-30') =>
  fc
    .date({ min: new Date(`${from}T00:00:00Z`), max: new Date(`${to}T00:00:00Z`), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));

const later = (date: LocalDate, by: number): LocalDate => {
  let day = date;
  for (let i = 0; i < by; i++) day = slow.nextDay(day);
  return day;
};

/** A clock that lived through lawful stops of any length, and a day on which to look at it. */
export const lives: fc.Arbitrary<{ clock: LegalClock; on: LocalDate }> = fc
  .record({
    startedOn: days('2025-01-01', '2026-12-31'),
    limit: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 30 })),
    gaps: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 7 }),
    extension: fc.option(fc.integer({ min: 1, max: 15 })),
    lookAfter: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ startedOn, limit, gaps, extension, lookAfter }) => {
    let clock = startClock({ startedOn, days: limit, basis: '行政许可法 42' });
    let on = startedOn;
    for (const [i, gap] of gaps.entries()) {
      on = later(on, gap);
      const next =
        i % 2 === 0 ? stopClock(clock, { on, reason: 'hearing', law: '行政许可法 45' }) : resumeClock(clock, { on });
      if (isRefusal(next)) throw new Error(next.message);
      clock = next;
    }
    const extended = extension === null ? clock : extendClock(clock, { days: extension, law: '行政许可法 42' });
    if (isRefusal(extended)) throw new Error(extended.message);
    return { clock: extended, on: later(on, lookAfter) };
  });

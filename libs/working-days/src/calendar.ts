import type { LocalDate } from '@yimen/kernel';
import { dayNumber, dayOf, isWeekday } from './day.ts';
import { type CalendarTable, nationalTable } from './table.ts';

/** A day found by counting. `provisional`: it lies beyond the last notice and is to be counted again when that comes. */
export interface CountedDay {
  readonly date: LocalDate;
  readonly provisional: boolean;
}

/** The working days of one place. */
export interface Calendar {
  /** Answers about later days are plain Monday to Friday. */
  readonly knownUntil: LocalDate;
  /** Has a notice spoken of this day? */
  readonly isKnown: (date: LocalDate) => boolean;
  readonly isWorkingDay: (date: LocalDate) => boolean;
  /**
   * The n-th working day after `date` (before it when negative); `date` itself does not count. 0 gives `date` when it
   * is worked, otherwise the next working day.
   */
  readonly addWorkingDays: (date: LocalDate, n: number) => CountedDay;
  /** Working days after `from` up to and with `to`; negative when `to` is earlier. */
  readonly countWorkingDays: (from: LocalDate, to: LocalDate) => number;
}

/** The furthest that anything is counted, in days. */
export const COUNT_LIMIT_DAYS = 36_600;

/** Makes a calendar from a table, read once. All functions throw RangeError on texts that are no days. */
export const createCalendar = (table: CalendarTable): Calendar => {
  const holidays = new Set(Array.from(table.holidays, dayNumber));
  const makeUpDays = new Set(Array.from(table.makeUpDays, dayNumber));
  const first = dayNumber(table.knownFrom);
  const last = dayNumber(table.knownUntil);
  const isKnown = (day: number) => day >= first && day <= last;
  const isWorked = (day: number) =>
    isKnown(day) ? makeUpDays.has(day) || (isWeekday(day) && !holidays.has(day)) : isWeekday(day);

  const addWorkingDays = (date: LocalDate, n: number): CountedDay => {
    if (!Number.isInteger(n) || Math.abs(n) > COUNT_LIMIT_DAYS / 2) throw new RangeError('Too many working days.');
    const start = dayNumber(date);
    const day = n === 0 && isWorked(start) ? start : walk(isWorked, start, n || 1);
    return { date: dayOf(day), provisional: !isKnown(start) || !isKnown(day) };
  };

  const countWorkingDays = (from: LocalDate, to: LocalDate): number => {
    const [start, end] = [dayNumber(from), dayNumber(to)];
    if (Math.abs(end - start) > COUNT_LIMIT_DAYS) throw new RangeError('Too many days to count.');
    let count = 0;
    for (let day = Math.min(start, end) + 1; day <= Math.max(start, end); day++) if (isWorked(day)) count++;
    return start <= end || count === 0 ? count : -count;
  };

  return Object.freeze({
    knownUntil: table.knownUntil,
    isKnown: (date: LocalDate) => isKnown(dayNumber(date)),
    isWorkingDay: (date: LocalDate) => isWorked(dayNumber(date)),
    addWorkingDays,
    countWorkingDays,
  });
};

/** The state's working days. */
export const nationalCalendar: Calendar = createCalendar(nationalTable);

const walk = (isWorked: (day: number) => boolean, start: number, n: number): number => {
  const step = Math.sign(n);
  let day = start;
  for (let left = Math.abs(n); left > 0; ) {
    day += step;
    if (isWorked(day)) left--;
  }
  return day;
};

import type { LocalDate } from '@yimen/kernel';
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/** What the yearly notices say: which weekdays are free and which weekend days are worked. */
export interface CalendarTable {
  /** First and last day that notices have spoken of; outside them only Monday to Friday is known. */
  readonly knownFrom: LocalDate;
  readonly knownUntil: LocalDate;
  readonly holidays: Iterable<LocalDate>;
  readonly makeUpDays: Iterable<LocalDate>;
}

/**
 * The state's notices as chinese-days 1.5.7 lists them. Only its table is read: its functions read dates in the
 * machine's zone. `knownUntil` is ours and moves by hand, after a look at the notice, with each new year of the package.
 */
export const nationalTable: CalendarTable = {
  knownFrom: '2004-01-01',
  knownUntil: '2026-12-31',
  holidays: Object.keys(published.holidays),
  makeUpDays: Object.keys(published.workdays),
};

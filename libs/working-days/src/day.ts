import { isLocalDate, type LocalDate } from '@yimen/kernel';

const DAY_MS = 86_400_000;
/** Asia/Shanghai has kept UTC+8 without summer time since 1992; the law's days are days there. */
const SHANGHAI_MS = 8 * 3_600_000;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/;

/** The number of a day since 1970-01-01. Throws RangeError on a text that is no day. */
export const dayNumber = (date: LocalDate): number => {
  if (!isLocalDate(date)) throw new RangeError('A day is written YYYY-MM-DD and exists.');
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
};

/** The day of a number since 1970-01-01. */
export const dayOf = (number: number): LocalDate => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** Is it Monday to Friday? */
export const isWeekday = (number: number): boolean => {
  const daysSinceMonday = (((number + 3) % 7) + 7) % 7;
  return daysSinceMonday < 5;
};

/** The day in Asia/Shanghai of an instant: milliseconds, or ISO 8601 with its zone. Throws RangeError on other text. */
export const toLocalDate = (instant: number | string): LocalDate => {
  if (typeof instant === 'string' && !WITH_ZONE.test(instant)) throw new RangeError('An instant needs its zone.');
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant;
  return new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);
};

/** The instant (ISO, UTC) at which a day begins in Asia/Shanghai. */
export const startOfDay = (date: LocalDate): string => new Date(dayNumber(date) * DAY_MS - SHANGHAI_MS).toISOString();

/** The instant (ISO, UTC) at which a day is over in Asia/Shanghai: the first that no longer belongs to it. */
export const endOfDay = (date: LocalDate): string =>
  new Date((dayNumber(date) + 1) * DAY_MS - SHANGHAI_MS).toISOString();

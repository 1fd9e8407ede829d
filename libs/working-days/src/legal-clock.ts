import { isLocalDate, type LocalDate, type Refusal, refuse } from '@yimen/kernel';

/** A time when the clock stands: the days after `on` up to and with `resumedOn` do not count. */
export type ClockStop = {
  readonly on: LocalDate;
  readonly reason: string;
  /** The article that lets it stand. */
  readonly law: string;
  /** Absent while it stands. */
  readonly resumedOn?: LocalDate;
};

/** A legal time limit (时限) in working days with its lawful stops. Pure JSON: it lives in case files. */
export type LegalClock = {
  /** Day 0; counting begins on the next working day. */
  readonly startedOn: LocalDate;
  readonly days: number;
  /** The article, or the promise, that sets the days. */
  readonly basis: string;
  readonly stops: readonly ClockStop[];
  readonly extension?: { readonly days: number; readonly law: string };
};

/** Stops that one clock may have; a department that needs more has another problem. */
export const STOPS_LIMIT = 50;

/** Starts a clock on its day 0. Throws RangeError when the day does not exist or `days` is no count from 1. */
export const startClock = (start: {
  readonly startedOn: LocalDate;
  readonly days: number;
  readonly basis: string;
}): LegalClock => {
  assertDay(start.startedOn);
  assertDays(start.days);
  return { startedOn: start.startedOn, days: start.days, basis: start.basis, stops: [] };
};

/** Stops a running clock for a lawful reason; the day itself still counts. */
export const stopClock = (
  clock: LegalClock,
  stop: { readonly on: LocalDate; readonly reason: string; readonly law: string },
): LegalClock | Refusal => {
  assertDay(stop.on);
  if (openStop(clock)) return refuse('clock-already-stopped', 'The clock is standing already.');
  if (clock.stops.length >= STOPS_LIMIT) return refuse('clock-stopped-too-often', 'The clock was stopped too often.');
  if (stop.on < lastDay(clock)) return refuse('clock-runs-forward', 'A clock cannot be stopped in its past.');
  return { ...clock, stops: [...clock.stops, { on: stop.on, reason: stop.reason, law: stop.law }] };
};

/** Lets a standing clock go on; counting goes on with the next working day. */
export const resumeClock = (clock: LegalClock, { on }: { readonly on: LocalDate }): LegalClock | Refusal => {
  assertDay(on);
  const stop = openStop(clock);
  if (!stop) return refuse('clock-not-stopped', 'The clock is running.');
  if (on < stop.on) return refuse('clock-runs-forward', 'A clock cannot go on before it was stopped.');
  return { ...clock, stops: [...clock.stops.slice(0, -1), { ...stop, resumedOn: on }] };
};

/**
 * Adds days once. That the limit is not over yet is for the caller to see (`statusOf(…).remaining >= 0`): an extension
 * is decided within the time it extends. Throws RangeError when `days` is no count from 1.
 */
export const extendClock = (
  clock: LegalClock,
  extension: { readonly days: number; readonly law: string },
): LegalClock | Refusal => {
  assertDays(extension.days);
  if (clock.extension) return refuse('clock-already-extended', 'A time limit is extended once.');
  return { ...clock, extension: { days: extension.days, law: extension.law } };
};

/** The stop that holds the clock now, if any. */
export const openStop = (clock: LegalClock): ClockStop | undefined => {
  const stop = clock.stops.at(-1);
  return stop && stop.resumedOn === undefined ? stop : undefined;
};

/** The last day on which anything happened to the clock. */
export const lastDay = (clock: LegalClock): LocalDate => {
  const stop = clock.stops.at(-1);
  return stop?.resumedOn ?? stop?.on ?? clock.startedOn;
};

/** All days that the clock has, the extension included. */
export const totalDays = (clock: LegalClock): number => clock.days + (clock.extension?.days ?? 0);

const assertDay = (date: LocalDate): void => {
  if (!isLocalDate(date)) throw new RangeError('A day is written YYYY-MM-DD and exists.');
};

const assertDays = (days: number): void => {
  if (!Number.isInteger(days) || days < 1 || days > 1_000) throw new RangeError('A time limit has 1 to 1000 days.');
};

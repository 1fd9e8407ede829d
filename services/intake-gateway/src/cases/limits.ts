import { type Calendar, endOfDay } from '@yimen/working-days';
import type { AcceptanceRule, ClockState } from './state.ts';

/** Working days in which acceptance must be answered, or the case is accepted by law (行政许可法 32(1)(4)). */
export const ACCEPTANCE_DAYS = 5;

/** Files of one case. */
export const FILES_LIMIT = 200;

/** Reminders to a department that does not answer, before a human is called; each waits twice as long as the last. */
export const REMINDERS_LIMIT = 6;

/** How a case is counted and reminded; the same for all cases of a gateway. */
export type CaseRules = {
  readonly calendar: Calendar;
  /** How long a department may leave an opening or a withdrawal unanswered before it is sent again. */
  readonly resendAfterMs: number;
};

/** A running clock of so many working days; day 0 is the day it starts. */
export const clockOf = ({ calendar }: CaseRules, startedOn: string, days: number, provisional = false): ClockState => {
  const due = calendar.addWorkingDays(startedOn, days);
  return { startedOn, dueOn: due.date, days, provisional: provisional || due.provisional };
};

/** The instant from which a clock is over. */
export const overAt = (clock: ClockState): string => endOfDay(clock.dueOn);

/** When a question to a department is asked again. */
export const reminderAt = ({ resendAfterMs }: CaseRules, askedAt: string, reminders: number): string =>
  new Date(Date.parse(askedAt) + resendAfterMs * 2 ** reminders).toISOString();

/** How acceptance is signed: by the centre with its deed, by the organ, or by the lead. */
export const signedBy = ({ by, organ, deed }: AcceptanceRule) => ({
  by,
  organ,
  ...(deed === undefined ? {} : { deed }),
});

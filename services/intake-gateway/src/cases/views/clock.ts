import type { Calendar } from '@yimen/working-days';
import type { ClockState } from '../state.ts';

/** A clock as people see it: with the working days that are left. */
export const showClock = (clock: ClockState, calendar: Calendar, today: string) => ({
  startedOn: clock.startedOn,
  dueOn: clock.dueOn,
  days: clock.days,
  provisional: clock.provisional,
  ...(clock.stoppedBy
    ? { stoppedBy: clock.stoppedBy }
    : { remainingDays: calendar.countWorkingDays(today, clock.dueOn) }),
});

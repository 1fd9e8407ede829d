export { alertsOf, type ClockAlert, type ClockAlerts, type ClockThresholds, defaultThresholds } from './alerts.ts';
export { type Calendar, COUNT_LIMIT_DAYS, type CountedDay, createCalendar, nationalCalendar } from './calendar.ts';
export { type ClockStatus, statusOf } from './clock-status.ts';
export { endOfDay, startOfDay, toLocalDate } from './day.ts';
export {
  type ClockStop,
  extendClock,
  type LegalClock,
  openStop,
  resumeClock,
  STOPS_LIMIT,
  startClock,
  stopClock,
  totalDays,
} from './legal-clock.ts';
export { type CalendarTable, nationalTable } from './table.ts';

import type { components } from '@yimen/contracts/intake-gateway';
import { type Door, good } from './door.ts';

type BusinessTime = components['schemas']['BusinessTime'];

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MORNING_MS = 9.5 * 3_600_000;
const AFTERNOON_MS = 16.5 * 3_600_000;
/** Longer than any row of public holidays. */
const DAYS_LIMIT = 20;

/** Milliseconds since midnight in China. */
const timeOfDay = (instantMs: number): number => (instantMs + CHINA_MS) % DAY_MS;

/** Whether offices and their systems are open at this instant, if the day is a working day. */
export const isOpen = (instantMs: number): boolean =>
  timeOfDay(instantMs) >= MORNING_MS && timeOfDay(instantMs) < AFTERNOON_MS;

/** The next 09:30 in China after this instant. */
export const nextMorning = (instantMs: number): number => {
  const morning = instantMs - timeOfDay(instantMs) + MORNING_MS;
  return morning > instantMs ? morning : morning + DAY_MS;
};

/** Moves the demo's business clock forward to an hour at which somebody works; the wall clock is left alone. */
export const openTheOffices = async (operator: Door): Promise<BusinessTime> => {
  let time = good(await operator.read<BusinessTime>('/clock'), 'The business clock');
  for (let days = 0; days < DAYS_LIMIT && time.mode === 'demo'; days++) {
    const now = Date.parse(time.now);
    if (time.workingDay && isOpen(now)) break;
    const to = new Date(nextMorning(now)).toISOString();
    time = good(await operator.command<BusinessTime>('/clock/advance', { to }), 'Moving the business clock');
  }
  return time;
};

import type { operations } from '@yimen/contracts/intake-gateway';
import { type Handler, hasRole, type OpenHandler } from '@yimen/http';
import { refuse, toInstant } from '@yimen/kernel';
import { toLocalDate } from '@yimen/working-days';
import type { GatewayParts } from '../parts.ts';

/** One step of the clock; the contract says the same of `seconds`. */
const STEP_LIMIT_MS = 31_536_000_000;

const timeOf = ({ calendar, clockMode }: GatewayParts, nowMs: number) => {
  const now = toInstant(nowMs);
  const today = toLocalDate(now);
  return { now, today, workingDay: calendar.isWorkingDay(today), mode: clockMode };
};

/** What time it is by the law's clock. */
export const createReadClock =
  (parts: GatewayParts): OpenHandler<operations['readClock']> =>
  () => ({ status: 200 as const, body: timeOf(parts, parts.clocks.business()) });

/** Moves everybody's clock forward; the demo's only, and never back. */
export const createAdvanceClock =
  (parts: GatewayParts): Handler<operations['advanceClock']> =>
  async ({ caller, body }) => {
    if (!hasRole(caller, 'operator'))
      return refuse('step-not-yours', 'Only operators move the clock.', { step: 'advance' });
    if (parts.clockMode === 'real') return refuse('clock-real', 'The clock on the wall cannot be moved.');
    const { seconds, to } = body;
    // there is no way back: a slip must not put everybody where no calendar reaches
    if (to !== undefined && Date.parse(to) - parts.clocks.business() > STEP_LIMIT_MS)
      return refuse('clock-too-far', 'The clock moves a year at most at a time.', { pointer: '/to' });
    const now =
      to === undefined
        ? await parts.businessClock.advance((seconds ?? 0) * 1_000)
        : await parts.businessClock.advanceTo(Date.parse(to));
    return { status: 200 as const, body: timeOf(parts, now) };
  };

import type { Clock } from '@yimen/kernel';
import type { Store } from './connection.ts';
import { throwOutage } from './outages.ts';

/** A process whose clock is further off is not ready: leases and tokens would be judged wrongly. */
export const CLOCK_SKEW_LIMIT_MS = 2_000;

const SAMPLES = 5;

/** How far this machine's clock is behind the database's. */
export interface ClockOffset {
  /** Add to the machine's clock to get the database's. */
  readonly offsetMs: number;
  /** The offset is known to within half of it. */
  readonly roundTripMs: number;
  /** Within `CLOCK_SKEW_LIMIT_MS`. */
  readonly tolerable: boolean;
}

/** Asks the database for its time a few times and believes the quickest answer. */
export const measureClockOffset = async (store: Store, localNow: Clock): Promise<ClockOffset> => {
  let best = { offsetMs: 0, roundTripMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < SAMPLES; i++) {
    const sentAt = localNow();
    const startedAt = performance.now();
    const { localTime } = await store.db.command({ hello: 1 }).catch(throwOutage);
    const roundTripMs = performance.now() - startedAt;
    const offsetMs = localTime.getTime() - (sentAt + roundTripMs / 2);
    if (roundTripMs < best.roundTripMs) best = { offsetMs: Math.round(offsetMs), roundTripMs };
  }
  return { ...best, tolerable: Math.abs(best.offsetMs) <= CLOCK_SKEW_LIMIT_MS };
};

/** The system clock of a process: the machine's, corrected by a measured offset. */
export const correctedClock =
  (localNow: Clock, { offsetMs }: ClockOffset): Clock =>
  () =>
    localNow() + offsetMs;

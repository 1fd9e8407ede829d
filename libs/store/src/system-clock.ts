import type { Clock } from '@yimen/kernel';
import type { Store } from './connection.ts';
import { throwOutage } from './outages.ts';
import { createSteadyTime } from './steady-time.ts';

/** A process on a machine whose clock is further off is not ready: whatever does not ask us for the time is wrong there. */
const CLOCK_SKEW_LIMIT_MS = 2_000;

const SAMPLES = 5;

/** How far a clock is behind the database's. */
interface ClockOffset {
  /** Add to the clock to get the database's. */
  readonly offsetMs: number;
  /** The offset is known to within half of it. */
  readonly roundTripMs: number;
}

/** Asks the database for its time a few times and believes the quickest answer. */
const measureClockOffset = async (store: Store, localNow: Clock): Promise<ClockOffset> => {
  let best = { offsetMs: 0, roundTripMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < SAMPLES; i++) {
    const sentAt = localNow();
    const startedAt = performance.now();
    const { localTime } = await store.db.command({ hello: 1 }).catch(throwOutage);
    const roundTripMs = performance.now() - startedAt;
    const offsetMs = localTime.getTime() - (sentAt + roundTripMs / 2);
    if (roundTripMs < best.roundTripMs) best = { offsetMs: Math.round(offsetMs), roundTripMs };
  }
  return best;
};

/** This machine's time at the start of the process, carried on by a counter that nobody sets: no jump reaches it. */
const counter: Clock = () => performance.timeOrigin + performance.now();

/** How often the database is asked for its time. */
const LOOK_MS = 60_000;

/** System time: the database's, whatever becomes of this machine's clock. */
export interface SystemClock {
  /** Never goes back: when a look shows that it is ahead of the database's, it runs at half speed until it is not. */
  readonly now: Clock;
  /** This machine's own clock agrees with the database's, within `CLOCK_SKEW_LIMIT_MS`. */
  readonly isRight: () => boolean;
  readonly close: () => void;
}

/** What a system clock is opened with. */
export interface SystemClockOptions {
  /** This machine's clock, which may be wrong and may jump. */
  readonly machine: Clock;
  /** Hears when the database did not tell its time; the last known offset stays in use. */
  readonly onMissed: (outage: unknown) => void;
}

/** Measures how far a steady clock is from the database's, now and then again; throws an outage when it cannot at first. */
export const openSystemClock = async (
  store: Store,
  { machine, onMissed }: SystemClockOptions,
): Promise<SystemClock> => {
  let { offsetMs } = await measureClockOffset(store, counter);
  const time = createSteadyTime(counter, offsetMs);
  const look = (): Promise<void> =>
    measureClockOffset(store, counter).then((measured) => {
      offsetMs = measured.offsetMs;
      time.aim(offsetMs);
    }, onMissed);
  const looking = setInterval(look, LOOK_MS).unref();
  return {
    now: time.now,
    isRight: () => Math.abs(machine() - (counter() + offsetMs)) <= CLOCK_SKEW_LIMIT_MS,
    close: () => clearInterval(looking),
  };
};

import type { Clock } from '@yimen/kernel';
import type { Store } from './connection.ts';
import type { Collection } from './driver.ts';
import { isDuplicateKey, throwOutage } from './outages.ts';

/** Monday 2026-03-02, 09:30 in Shanghai: where an empty demo store begins. */
export const DEMO_START = Date.UTC(2026, 2, 2, 1, 30);

/** Shown when a store that was advanced is opened on the wall clock. */
const AHEAD =
  'The business clock of this store runs ahead of the wall clock, and time never runs backwards: forget the store, or stay in demo mode.';

interface ClockDocument {
  readonly _id: 'business';
  /** Business time minus system time, in ms; only grows. */
  readonly offsetMs: number;
}

/** The clock of the law, shared by all processes through the platform's database. */
export interface BusinessClock {
  /** Business time in ms; never less than this process has seen before. */
  readonly now: Clock;
  readonly offsetMs: () => number;
  /** Moves everybody's clock forward and answers the new business time. Refused by a fault on the wall clock. */
  readonly advance: (byMs: number) => Promise<number>;
  /** Moves everybody's clock to an instant, unless it is past already. */
  readonly advanceTo: (instantMs: number) => Promise<number>;
  /** Reads the shared offset now rather than at the next poll. */
  readonly refresh: () => Promise<void>;
  /** Polls that failed since the last that worked; the last known offset stays in use. */
  readonly failedPolls: () => number;
  readonly close: () => void;
}

/** How a process opens the clock. */
export interface BusinessClockOptions {
  /** The platform's database, one for all services. */
  readonly store: Store;
  /** `real`: business time is the wall clock's. `demo`: an empty store starts at `startAt`, and time can be advanced. */
  readonly mode: 'demo' | 'real';
  readonly systemNow: Clock;
  readonly startAt?: number;
  readonly pollMs?: number;
}

/** Opens the clock; the first of all processes decides where an empty store begins. */
export const openBusinessClock = async (options: BusinessClockOptions): Promise<BusinessClock> => {
  const { store, mode, systemNow, startAt = DEMO_START, pollMs = 1_000 } = options;
  const clock = store.collection<ClockDocument>('clock');
  const view = createView(systemNow);

  const refresh = async () => {
    const found = await clock.findOne({ _id: 'business' }).catch(throwOutage);
    if (found) view.raise(found.offsetMs);
  };
  const grow = async (change: { $inc: { offsetMs: number } } | { $max: { offsetMs: number } }) => {
    if (mode === 'real') throw new Error('The business clock follows the wall clock and cannot be advanced.');
    await clock.updateOne({ _id: 'business' }, change).catch(throwOutage);
    await refresh();
    return view.now();
  };

  await begin(clock, mode === 'demo' ? startAt - systemNow() : 0);
  if (mode === 'real') await clock.updateOne({ _id: 'business' }, { $max: { offsetMs: 0 } }).catch(throwOutage);
  await refresh();
  if (mode === 'real' && view.offsetMs() > 0) throw new Error(AHEAD);

  const poll = startPolling(refresh, pollMs);
  return {
    now: view.now,
    offsetMs: view.offsetMs,
    advance: (byMs) => {
      if (!(byMs >= 0)) throw new Error('Time only moves forward.');
      return grow({ $inc: { offsetMs: Math.round(byMs) } });
    },
    advanceTo: (instantMs) => grow({ $max: { offsetMs: Math.round(instantMs - systemNow()) } }),
    refresh,
    failedPolls: poll.failures,
    close: poll.stop,
  };
};

const begin = async (clock: Collection<ClockDocument>, offsetMs: number): Promise<void> => {
  if (await clock.findOne({ _id: 'business' }).catch(throwOutage)) return;
  try {
    await clock.insertOne({ _id: 'business', offsetMs: Math.round(offsetMs) });
  } catch (error) {
    if (!isDuplicateKey(error)) throwOutage(error); // another process began it
  }
};

const createView = (systemNow: Clock) => {
  let offset = Number.NEGATIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  return {
    offsetMs: () => offset,
    raise: (to: number) => {
      offset = Math.max(offset, to);
    },
    now: () => {
      latest = Math.max(latest, systemNow() + offset);
      return latest;
    },
  };
};

const startPolling = (refresh: () => Promise<void>, pollMs: number) => {
  let failed = 0;
  let stopped = false;
  let timer: NodeJS.Timeout;
  const schedule = () => {
    timer = setTimeout(tick, pollMs).unref();
  };
  const tick = () =>
    refresh()
      .then(
        () => {
          failed = 0;
        },
        () => {
          failed++;
        },
      )
      .finally(() => {
        if (!stopped) schedule();
      });
  schedule();
  return {
    failures: () => failed,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};

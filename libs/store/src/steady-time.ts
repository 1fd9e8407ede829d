import type { Clock } from '@yimen/kernel';

/** Time that follows an offset to a counter and never goes back. */
export interface SteadyTime {
  /** Whole milliseconds. */
  readonly now: Clock;
  /** From now on the offset is this one: at once when it is larger, at half speed when it is smaller. */
  readonly aim: (offsetMs: number) => void;
}

/** How much slower time runs while it is ahead: half speed, so that what waits for a deadline still comes to it. */
const SLOWING = 1 / 2;

/** Makes time out of a counter that only grows. */
export const createSteadyTime = (counter: Clock, offsetMs: number): SteadyTime => {
  let target = offsetMs;
  /** What time was ahead of its target by, when the counter stood at `since`. */
  let aheadMs = 0;
  let since = counter();
  let latest = Number.NEGATIVE_INFINITY;

  const aheadAt = (count: number): number => (aheadMs === 0 ? 0 : Math.max(0, aheadMs - (count - since) * SLOWING));
  return {
    now: () => {
      const count = counter();
      latest = Math.max(latest, Math.round(count + target + aheadAt(count)));
      return latest;
    },
    aim: (to) => {
      const count = counter();
      aheadMs = Math.max(0, target + aheadAt(count) - to);
      since = count;
      target = to;
    },
  };
};

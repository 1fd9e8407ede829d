import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How busy the process was in the last whole window. */
export interface EventLoopLoad {
  /** How late timers were, in ms: 99 of 100 were less. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Busy share of the time, 0 to 1. */
  readonly utilization: number;
}

/** Watches the event loop until stopped. */
export interface EventLoopWatch {
  /** The last whole window, or the one under way when it is worse. Cheap: may be asked for every request. */
  readonly load: () => EventLoopLoad;
  readonly stop: () => void;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

/** Begins to watch; the watch keeps no process alive. */
export const watchEventLoop = ({ windowMs = 1_000 }: { readonly windowMs?: number } = {}): EventLoopWatch => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let mark = performance.eventLoopUtilization();
  let last: EventLoopLoad = { p99Ms: 0, maxMs: 0, utilization: 0 };

  const current = (): EventLoopLoad => ({
    p99Ms: lateness(histogram.count === 0 ? 0 : histogram.percentile(99)),
    maxMs: lateness(histogram.count === 0 ? 0 : histogram.max),
    utilization: performance.eventLoopUtilization(mark).utilization,
  });
  const timer = setInterval(() => {
    last = current();
    mark = performance.eventLoopUtilization();
    histogram.reset();
  }, windowMs);
  timer.unref();

  return Object.freeze({
    load: () => {
      const now = current();
      return now.maxMs > last.maxMs ? now : last;
    },
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  });
};

// the histogram holds the whole time between two ticks, the planned pause included
const lateness = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);

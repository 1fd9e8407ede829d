import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Watches the event loop until stopped. */
export interface EventLoopWatch {
  /** How late timers were on the mean of the last whole sample, in ms. Costs nothing: may be asked for every request. */
  readonly delayMs: () => number;
  readonly stop: () => void;
}

const SAMPLE_MS = 500;
const RESOLUTION_MS = 50;
const NANOSECONDS_PER_MS = 1e6;

/** Begins to watch; the watch keeps no process alive. */
export const watchEventLoop = (): EventLoopWatch => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let latest = 0;
  const sampling = setInterval(() => {
    // the histogram holds the whole time between two ticks, the planned pause included
    latest = Number.isNaN(histogram.mean) ? 0 : Math.max(0, histogram.mean / NANOSECONDS_PER_MS - RESOLUTION_MS);
    histogram.reset();
  }, SAMPLE_MS);
  sampling.unref();
  return Object.freeze({
    delayMs: () => latest,
    stop: () => {
      clearInterval(sampling);
      histogram.disable();
    },
  });
};

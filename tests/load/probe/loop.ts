import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into a service by `node --import`: writes once in a while how late its event loop is and how much memory it
 * holds, so that a bench sees inside without the service knowing of it.
 */
const EVERY_MS = 5_000;
const RESOLUTION_MS = 10;

const folder = process.env['PROBE_FOLDER'];
const instance = process.env['INSTANCE'];
if (folder && instance) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage();
    const p99 = Number.isNaN(delays.mean) ? 0 : delays.percentile(99) / 1e6 - RESOLUTION_MS;
    const sample = {
      atMs: Date.now(),
      instance,
      loopP99Ms: Number(Math.max(0, p99).toFixed(1)),
      rss,
      heapUsed,
      external,
    };
    delays.reset();
    appendFileSync(`${folder}/${instance}.jsonl`, `${JSON.stringify(sample)}\n`);
  }, EVERY_MS).unref();
}

import { appendFileSync, existsSync } from 'node:fs';
import { constants, monitorEventLoopDelay, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';

/**
 * Loaded into a service by `node --import`: writes once in a while how late its event loop is and how much memory it
 * holds, so that a bench sees inside without the service knowing of it. A file `begin` beside says that the run has
 * begun: from then on lateness is counted over the whole of it. What lives is the heap just after a whole collection: at any
 * other moment most of it is garbage that nobody has asked for yet.
 */
const EVERY_MS = 5_000;
const RESOLUTION_MS = 10;

/** What the types of a list's entries leave out. */
const detailOf = (entry: object): NodeGCPerformanceDetail => (entry as { detail: NodeGCPerformanceDetail }).detail;

const folder = process.env['PROBE_FOLDER'];
const instance = process.env['INSTANCE'];
if (folder && instance) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const run = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let begun = false;
  let live: number | undefined;
  new PerformanceObserver((list) => {
    const whole = list.getEntries().some((entry) => detailOf(entry).kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    if (whole) live = Math.min(live ?? Number.POSITIVE_INFINITY, process.memoryUsage().heapUsed);
  }).observe({ entryTypes: ['gc'] });
  delays.enable();
  run.enable();
  const lateMs = (ns: number): number => Number(Math.max(0, ns / 1e6 - RESOLUTION_MS).toFixed(1));
  setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage();
    const sample = {
      atMs: Date.now(),
      instance,
      loopP99Ms: delays.count > 0 ? lateMs(delays.percentile(99)) : 0,
      ...(begun && run.count > 0 ? { runP99Ms: lateMs(run.percentile(99)), runMaxMs: lateMs(run.max) } : {}),
      rss,
      heapUsed,
      external,
      ...(live === undefined ? {} : { live }),
    };
    live = undefined;
    delays.reset();
    if (!begun && existsSync(`${folder}/begin`)) {
      begun = true;
      run.reset();
    }
    appendFileSync(`${folder}/${instance}.jsonl`, `${JSON.stringify(sample)}\n`);
  }, EVERY_MS).unref();
}

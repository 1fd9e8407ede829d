import { describe, expect, it } from 'vitest';
import { watchEventLoop } from './event-loop.ts';
import { createMetrics, SERIES_LIMIT } from './metrics.ts';
import { metricNames, spanNames } from './names.ts';

describe('the figures of a process', () => {
  it('count, measure and read', () => {
    const metrics = createMetrics();
    let waiting = 3;
    metrics.count(metricNames.relayPublished);
    metrics.count(metricNames.relayPublished, 4);
    metrics.observe(metricNames.exchangeMs, 20, { system: 'L06' });
    metrics.observe(metricNames.exchangeMs, 10, { system: 'L06' });
    metrics.gauge(metricNames.relayWaiting, () => waiting);
    waiting = 5;
    expect(metrics.snapshot()).toEqual({
      'relay.published': 5,
      'exchange.ms.count{system="L06"}': 2,
      'exchange.ms.sum{system="L06"}': 30,
      'exchange.ms.max{system="L06"}': 20,
      'relay.waiting': 5,
    });
  });

  it('are told apart by their labels, in any order', () => {
    const metrics = createMetrics();
    metrics.count(metricNames.exchangeCalls, 1, { system: 'L01', answer: 'accepted' });
    metrics.count(metricNames.exchangeCalls, 1, { answer: 'accepted', system: 'L01' });
    expect(metrics.snapshot()).toEqual({ 'exchange.calls{answer="accepted",system="L01"}': 2 });
  });

  it('do not grow without end', () => {
    const metrics = createMetrics();
    for (let i = 0; i < SERIES_LIMIT + 10; i++) metrics.count(metricNames.httpRequests, 1, { path: String(i) });
    const figures = metrics.snapshot();
    expect(Object.keys(figures)).toHaveLength(SERIES_LIMIT + 1);
    expect(figures['http.requests{overflow="true"}']).toBe(10);
  });

  it.each([metricNames, spanNames])('have names that differ', (names) => {
    expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
  });
});

describe('an event loop that was held up', () => {
  it('is seen to be late, and busy', async () => {
    const watch = watchEventLoop({ windowMs: 60_000 });
    try {
      await new Promise((done) => setTimeout(done, 20));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120);
      for (let i = 0; i < 500 && watch.load().maxMs < 60; i++) await new Promise((done) => setTimeout(done, 2));
      expect(watch.load().maxMs).toBeGreaterThanOrEqual(60);
      expect(watch.load().p99Ms).toBeGreaterThan(0);
      expect(watch.load().utilization).toBeGreaterThan(0);
    } finally {
      watch.stop();
    }
  });
});

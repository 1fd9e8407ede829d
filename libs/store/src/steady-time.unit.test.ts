import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSteadyTime } from './steady-time.ts';

const HOUR_MS = 3_600_000;

const begun = (offsetMs: number) => {
  let count = 0;
  const time = createSteadyTime(() => count, offsetMs);
  const pass = (ms: number) => {
    count += ms;
    return time.now();
  };
  return { ...time, pass };
};

describe('time that finds itself behind', () => {
  it('is right at once', () => {
    const { aim, now } = begun(0);
    aim(HOUR_MS);
    expect(now()).toBe(HOUR_MS);
  });
});

describe('time that finds itself ahead, as after a failover to a server that is behind', () => {
  it('does not go back, and goes on at half speed until it is right', () => {
    const { aim, now, pass } = begun(HOUR_MS);
    aim(0);
    expect(now()).toBe(HOUR_MS);
    expect(pass(HOUR_MS)).toBe(1.5 * HOUR_MS);
    expect(pass(HOUR_MS)).toBe(2 * HOUR_MS);
    expect(pass(HOUR_MS)).toBe(3 * HOUR_MS);
  });

  it('keeps what is left of that when it looks again', () => {
    const { aim, pass } = begun(1_000);
    aim(0);
    expect(pass(1_000)).toBe(1_500);
    aim(0);
    expect(pass(1_000)).toBe(2_000);
  });
});

describe('time, whatever it is told', () => {
  it('never goes back, and stands still for nobody', () => {
    const step = fc.record({ ms: fc.double({ min: 0, max: 100_000, noNaN: true }), aim: fc.option(fc.integer()) });
    fc.assert(
      fc.property(fc.integer(), fc.array(step, { maxLength: 30 }), (offsetMs, steps) => {
        const { aim, now, pass } = begun(offsetMs);
        for (const { ms, aim: to } of steps) {
          const before = now();
          if (to !== null) aim(to);
          expect(now()).toBeGreaterThanOrEqual(before);
          expect(pass(ms)).toBeGreaterThanOrEqual(before + Math.floor(ms / 2) - 1);
        }
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { recoveryOf } from './recovery.ts';

const seconds = (...parts: readonly (readonly [count: number, goodput: number])[]): number[] =>
  parts.flatMap(([count, goodput]) => Array.from({ length: count }, () => goodput));

describe('the time after a spike', () => {
  it('is none when the platform serves its share at once', () => {
    expect(recoveryOf(seconds([60, 950]), 1_000)).toEqual({ recoveryS: 0, ratio: 0.95 });
  });

  it('ends when the share is served again and stays', () => {
    const { recoveryS, ratio } = recoveryOf(seconds([20, 0], [40, 900]), 1_000);
    expect(recoveryS).toBeGreaterThanOrEqual(19);
    expect(recoveryS).toBeLessThanOrEqual(21);
    expect(ratio).toBeCloseTo(0.9, 1);
  });

  it('is not over by one good moment', () => {
    expect(recoveryOf(seconds([10, 100], [6, 900], [44, 100]), 1_000)).toMatchObject({ recoveryS: 59, ratio: 0.1 });
  });
});

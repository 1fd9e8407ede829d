import { describe, expect, it } from 'vitest';
import { median, percentile, round, slope } from './figures.ts';

describe('figures', () => {
  it('have a middle, and a value that a share of them does not exceed', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
  });

  it('have no slope when there is nothing to draw a line through: nothing measured is not flat', () => {
    expect(slope([])).toBeNaN();
    expect(slope([[1, 5]])).toBeNaN();
    expect(
      round(
        slope([
          [0, 1],
          [1, 3],
          [2, 5],
        ]),
      ),
    ).toBe(2);
  });
});

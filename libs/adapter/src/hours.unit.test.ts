import { describe, expect, it } from 'vitest';
import { businessDay, opensInMs } from './hours.ts';

const HOUR_MS = 3_600_000;
const at = (china: string): number => Date.parse(`${china}+08:00`);
const DAYTIME = { open: '07:00', close: '22:00', closedDays: [-1, -2, -3] };

describe('the opening hours of a system', () => {
  it('do not exist for a system that is always open', () => {
    expect(opensInMs(undefined, at('2026-03-02T03:00'))).toBe(0);
  });

  it.each([
    ['2026-03-02T07:00', 0],
    ['2026-03-02T09:30', 0],
    ['2026-03-02T21:59:59.999', 0],
    ['2026-03-02T22:00', 9 * HOUR_MS],
    ['2026-03-02T23:30', 7.5 * HOUR_MS],
    ['2026-03-03T00:00', 7 * HOUR_MS],
    ['2026-03-03T06:59', HOUR_MS / 60],
  ])('say at %s how long it stays closed', (moment, ms) => {
    expect(opensInMs(DAYTIME, at(moment))).toBe(ms);
  });

  it('leave out the last days of a month, however long it is', () => {
    expect(opensInMs(DAYTIME, at('2026-03-29T10:00'))).toBe(at('2026-04-01T07:00') - at('2026-03-29T10:00'));
    expect(opensInMs(DAYTIME, at('2026-02-25T21:00'))).toBe(0);
    expect(opensInMs(DAYTIME, at('2026-02-26T10:00'))).toBe(at('2026-03-01T07:00') - at('2026-02-26T10:00'));
    expect(opensInMs(DAYTIME, at('2028-02-26T10:00'))).toBe(0);
  });

  it('leave out named days of a month', () => {
    const hours = { open: '08:30', close: '17:30', closedDays: [1, 2] };
    expect(opensInMs(hours, at('2026-03-01T10:00'))).toBe(at('2026-03-03T08:30') - at('2026-03-01T10:00'));
  });

  it('end for a system that never opens', () => {
    const never = { open: '08:00', close: '17:00', closedDays: Array.from({ length: 31 }, (_, i) => i + 1) };
    expect(opensInMs(never, at('2026-03-01T10:00'))).toBeGreaterThan(31 * 24 * HOUR_MS);
  });
});

describe('a day of the quota', () => {
  it('turns at midnight in China', () => {
    expect(businessDay(at('2026-03-02T23:59:59'))).toBe('2026-03-02');
    expect(businessDay(at('2026-03-03T00:00'))).toBe('2026-03-03');
  });
});

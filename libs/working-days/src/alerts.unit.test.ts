import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertsOf as alertsIn, type ClockThresholds, defaultThresholds } from './alerts.ts';
import { nationalCalendar } from './calendar.ts';
import { startOfDay, toLocalDate } from './day.ts';
import { type LegalClock, openStop, startClock, stopClock } from './legal-clock.ts';
import { lives, slow } from './reference.fixture.ts';

const alertsOf = (clock: LegalClock, on: string, thresholds: ClockThresholds = defaultThresholds) =>
  alertsIn(nationalCalendar, clock, { on, thresholds });
const start = (startedOn: string, days: number) => startClock({ startedOn, days, basis: '行政许可法 42' });

describe('a limit of twenty days', () => {
  const clock = start('2026-10-12', 20); // due on 2026-11-09

  it.each([
    ['2026-10-12', [], { alert: 'yellow', at: '2026-11-04T16:00:00.000Z' }],
    ['2026-11-04', [], { alert: 'yellow', at: '2026-11-04T16:00:00.000Z' }],
    ['2026-11-05', ['yellow'], { alert: 'prompt', at: '2026-11-05T16:00:00.000Z' }],
    ['2026-11-06', ['prompt', 'yellow'], { alert: 'red', at: '2026-11-09T16:00:00.000Z' }],
    ['2026-11-09', ['prompt', 'yellow'], { alert: 'red', at: '2026-11-09T16:00:00.000Z' }],
  ])('has on %s raised %j', (on, reached, next) => {
    expect(alertsOf(clock, on)).toEqual({ reached, next });
  });

  it('is red when it is over, and nothing follows', () => {
    expect(alertsOf(clock, '2026-11-10')).toEqual({ reached: ['prompt', 'yellow', 'red'] });
  });

  it('raises nothing new while it stands', () => {
    const standing = stopClock(clock, { on: '2026-11-05', reason: 'hearing', law: '行政许可法 45' });
    expect('stops' in standing && alertsOf(standing, '2026-12-05')).toEqual({ reached: ['yellow'] });
  });
});

describe('a limit of five days', () => {
  it('prompts before it turns yellow', () => {
    const clock = start('2026-10-12', 5); // due on 2026-10-19
    expect(alertsOf(clock, '2026-10-16').reached).toEqual(['prompt']);
    expect(alertsOf(clock, '2026-10-19').reached).toEqual(['prompt', 'yellow']);
  });
});

describe('a limit that ends before a weekend', () => {
  it('is red on the Saturday, the moment its last day is over', () => {
    const clock = start('2026-10-12', 4); // due on Friday 2026-10-16
    expect(alertsOf(clock, '2026-10-16').next).toEqual({ alert: 'red', at: '2026-10-16T16:00:00.000Z' });
    expect(alertsOf(clock, '2026-10-17').reached).toContain('red');
  });
});

describe('a place with other thresholds', () => {
  it('is asked by its own', () => {
    const clock = start('2026-10-12', 10); // due on 2026-10-26
    const early = { promptDaysBefore: 3, yellowShare: 0.5 };
    expect(alertsOf(clock, '2026-10-19', early).reached).toEqual(['yellow']);
    expect(alertsOf(clock, '2026-10-21', early).reached).toEqual(['prompt', 'yellow']);
  });
});

describe('the next alert of any clock', () => {
  const thresholds = fc.record({
    promptDaysBefore: fc.integer({ min: 0, max: 5 }),
    yellowShare: fc.constantFrom(0, 0.1, 0.5, 0.75, 0.8, 0.9, 1),
  });

  it('comes at its instant and not a day before', () => {
    fc.assert(
      fc.property(lives, thresholds, ({ clock, on }, at) => {
        const { reached, next } = alertsOf(clock, on, at);
        if (!next) {
          expect(openStop(clock) !== undefined || reached.includes('red')).toBe(true);
          return;
        }
        expect(next.at > startOfDay(on)).toBe(true);
        const day = toLocalDate(next.at);
        expect(alertsOf(clock, day, at).reached).toContain(next.alert);
        expect(alertsOf(clock, slow.previousDay(day), at).reached).not.toContain(next.alert);
      }),
      { numRuns: 300 },
    );
  });
});

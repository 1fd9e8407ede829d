import { firstImpurity, isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nationalCalendar } from './calendar.ts';
import { type ClockStatus, statusOf as statusIn } from './clock-status.ts';
import {
  extendClock,
  type LegalClock,
  openStop,
  resumeClock,
  STOPS_LIMIT,
  startClock,
  stopClock,
} from './legal-clock.ts';
import { lives, slow } from './reference.fixture.ts';

const law = '行政许可法 45';
const statusOf = (clock: LegalClock, on: string): ClockStatus => statusIn(nationalCalendar, clock, { on });
const must = <T>(value: T): Exclude<T, { refusal: string }> => {
  if (isRefusal(value)) throw new Error(value.message);
  return value as Exclude<T, { refusal: string }>;
};
const start = (startedOn: string, days: number) => startClock({ startedOn, days, basis: '行政许可法 42' });
const stop = (clock: LegalClock, on: string) => must(stopClock(clock, { on, reason: 'expert review', law }));
const resume = (clock: LegalClock, on: string) => must(resumeClock(clock, { on }));

describe('a clock that nobody stops', () => {
  const clock = start('2026-09-30', 5);

  it('counts from the next working day and is due at the end of the last', () => {
    expect(statusOf(clock, '2026-09-30')).toEqual({
      dueOn: '2026-10-13',
      dueAt: '2026-10-13T16:00:00.000Z',
      remaining: 5,
      elapsedShare: 0,
      provisional: false,
    });
  });

  it.each([
    ['2026-10-05', 5, 0],
    ['2026-10-08', 4, 0.2],
    ['2026-10-10', 2, 0.6],
    ['2026-10-11', 2, 0.6],
    ['2026-10-12', 1, 0.8],
    ['2026-10-13', 0, 1],
    ['2026-10-14', -1, 1.2],
    ['2026-10-15', -2, 1.4],
  ])('has on %s %d days left', (on, remaining, elapsedShare) => {
    expect(statusOf(clock, on)).toMatchObject({ remaining, elapsedShare });
  });

  it('is over the moment its last day ends, also when a holiday follows', () => {
    const friday = start('2026-10-15', 1);
    expect(statusOf(friday, '2026-10-16').remaining).toBe(0);
    expect(statusOf(friday, '2026-10-17').remaining).toBe(-1);
    expect(statusOf(friday, '2026-10-19').remaining).toBe(-1);
    expect(statusOf(friday, '2026-10-20').remaining).toBe(-2);
  });

  it('that ends beyond the last notice is provisional', () => {
    expect(statusOf(start('2026-12-24', 5), '2026-12-24')).toMatchObject({ dueOn: '2026-12-31', provisional: false });
    expect(statusOf(start('2026-12-24', 6), '2026-12-24')).toMatchObject({ dueOn: '2027-01-01', provisional: true });
    expect(statusOf(start('2026-12-24', 5), '2027-01-04')).toMatchObject({ dueOn: '2026-12-31', provisional: true });
  });
});

describe('a clock that is stopped and goes on', () => {
  it('counts the day of the stop and not the day of resumption', () => {
    const standing = stop(start('2026-10-12', 5), '2026-10-14');
    expect(statusOf(standing, '2026-10-20')).toMatchObject({ remaining: 3, stoppedBy: { on: '2026-10-14', law } });
    const going = resume(standing, '2026-10-21');
    expect(statusOf(going, '2026-10-21')).toMatchObject({ remaining: 3, dueOn: '2026-10-26' });
    expect(statusOf(going, '2026-10-21')).not.toHaveProperty('stoppedBy');
  });

  it('is told with the last day it would have if it went on today', () => {
    const standing = stop(start('2026-10-12', 5), '2026-10-14');
    expect(statusOf(standing, '2026-10-14').dueOn).toBe('2026-10-19');
    expect(statusOf(standing, '2026-10-20').dueOn).toBe('2026-10-23');
  });

  it('stopped on its last day leaves the day of resumption', () => {
    const clock = resume(stop(start('2026-10-12', 2), '2026-10-14'), '2026-10-21');
    expect(statusOf(clock, '2026-10-21')).toMatchObject({ dueOn: '2026-10-21', remaining: 0 });
    expect(statusOf(clock, '2026-10-22')).toMatchObject({ dueOn: '2026-10-21', remaining: -1 });
  });

  it('stopped on its last day and resumed in a holiday leaves the next working day', () => {
    const clock = resume(stop(start('2026-10-12', 2), '2026-10-14'), '2026-10-24');
    expect(statusOf(clock, '2026-10-24')).toMatchObject({ dueOn: '2026-10-26' });
    expect(statusOf(clock, '2026-10-26')).toMatchObject({ dueOn: '2026-10-26', remaining: 0 });
    expect(statusOf(clock, '2026-10-27')).toMatchObject({ remaining: -1 });
  });

  it.each(['2026-10-25', '2026-10-26'])(
    'left with one working day by a holiday keeps it through a stop on %s',
    (on) => {
      const holiday = resume(stop(start('2026-10-12', 2), '2026-10-14'), '2026-10-24');
      const again = stop(holiday, on);
      expect(statusOf(again, '2026-10-27')).toMatchObject({ remaining: 0 });
      expect(statusOf(resume(again, '2026-10-28'), '2026-10-28')).toMatchObject({ dueOn: '2026-10-28', remaining: 0 });
    },
  );

  it.each(['2026-10-17', '2026-10-19'])('is not healed by a stop on %s, after its last day', (on) => {
    const late = stop(start('2026-10-12', 4), on);
    expect(statusOf(late, '2026-10-30')).toMatchObject({ dueOn: '2026-10-16', remaining: -1 });
    expect(statusOf(resume(late, '2026-10-30'), '2026-10-30')).toMatchObject({ dueOn: '2026-10-16', remaining: -1 });
  });

  it('looked at before its last event answers as of that event', () => {
    const going = resume(stop(start('2026-10-12', 5), '2026-10-14'), '2026-10-21');
    expect(statusOf(going, '2026-10-13')).toEqual(statusOf(going, '2026-10-21'));
  });
});

describe('a clock that is extended', () => {
  it('has the added days, once', () => {
    const extended = must(extendClock(start('2026-10-12', 20), { days: 10, law: '行政许可法 42' }));
    expect(statusOf(extended, '2026-10-12').remaining).toBe(30);
    expect(extendClock(extended, { days: 10, law: '行政许可法 42' })).toMatchObject({
      refusal: 'clock-already-extended',
    });
  });
});

describe('an order that a clock cannot follow', () => {
  const running = start('2026-10-12', 5);

  it('is refused with a reason', () => {
    expect(resumeClock(running, { on: '2026-10-13' })).toMatchObject({ refusal: 'clock-not-stopped' });
    expect(stopClock(running, { on: '2026-10-11', reason: 'x', law })).toMatchObject({ refusal: 'clock-runs-forward' });
    const standing = stop(running, '2026-10-13');
    expect(stopClock(standing, { on: '2026-10-14', reason: 'x', law })).toMatchObject({
      refusal: 'clock-already-stopped',
    });
    expect(resumeClock(standing, { on: '2026-10-12' })).toMatchObject({ refusal: 'clock-runs-forward' });
    const going = resume(standing, '2026-10-14');
    expect(stopClock(going, { on: '2026-10-13', reason: 'x', law })).toMatchObject({ refusal: 'clock-runs-forward' });
  });

  it('is refused when the clock was stopped too often', () => {
    let clock = running;
    for (let i = 0; i < STOPS_LIMIT; i++) clock = resume(stop(clock, '2026-10-13'), '2026-10-13');
    expect(stopClock(clock, { on: '2026-10-13', reason: 'x', law })).toMatchObject({
      refusal: 'clock-stopped-too-often',
    });
  });

  it('is a fault when the day or the number is none', () => {
    expect(() => start('2026-02-30', 5)).toThrow(RangeError);
    expect(() => start('2026-10-12', 0)).toThrow(RangeError);
    expect(() => start('2026-10-12', 2.5)).toThrow(RangeError);
    expect(() => stopClock(running, { on: 'soon', reason: 'x', law })).toThrow(RangeError);
    expect(() => extendClock(running, { days: -1, law })).toThrow(RangeError);
  });
});

describe('any clock', () => {
  it('agrees with living through it day by day', () => {
    fc.assert(
      fc.property(lives, ({ clock, on }) => {
        const status = statusOf(clock, on);
        const lived = slow.statusOf(clock, on);
        expect(status.stoppedBy).toEqual(openStop(clock));
        if (lived.dueOn === undefined) {
          expect(status.remaining).toBe(lived.remaining);
        } else {
          expect(status.dueOn).toBe(lived.dueOn);
          expect(status.remaining + lived.over).toBe(on > lived.dueOn ? 0 : slow.count(on, lived.dueOn));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is pure JSON, and so is its status', () => {
    fc.assert(
      fc.property(lives, ({ clock, on }) => {
        expect(firstImpurity(clock)).toBeUndefined();
        expect(firstImpurity(statusOf(clock, on))).toBeUndefined();
        expect(statusOf(JSON.parse(JSON.stringify(clock)), on)).toEqual(statusOf(clock, on));
      }),
    );
  });

  it('gets no fewer days left by waiting less', () => {
    fc.assert(
      fc.property(
        lives,
        ({ clock, on }) => statusOf(clock, on).remaining >= statusOf(clock, slow.nextDay(on)).remaining,
      ),
    );
  });
});

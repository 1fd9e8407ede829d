import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar, nationalCalendar } from './calendar.ts';
import { days, slow } from './reference.fixture.ts';
import { nationalTable } from './table.ts';

const { addWorkingDays, countWorkingDays, isWorkingDay } = nationalCalendar;

const span = (from: string, to: string): string[] => (from > to ? [] : [from, ...span(slow.nextDay(from), to)]);

describe('the arrangement of 2026', () => {
  it.each([
    ['元旦', '2026-01-01', '2026-01-03'],
    ['春节', '2026-02-15', '2026-02-23'],
    ['清明', '2026-04-04', '2026-04-06'],
    ['劳动节', '2026-05-01', '2026-05-05'],
    ['端午', '2026-06-19', '2026-06-21'],
    ['中秋', '2026-09-25', '2026-09-27'],
    ['国庆', '2026-10-01', '2026-10-07'],
  ])('is free at %s, %s to %s', (_, from, to) => {
    expect(span(from, to).filter(isWorkingDay)).toEqual([]);
  });

  it('works on six weekend days to make up, and on no other', () => {
    const weekends = span('2026-01-01', '2026-12-31').filter((day) =>
      [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()),
    );
    expect(weekends.filter(isWorkingDay)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it.each([
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-16', 0, '2026-02-24'],
    ['2026-02-24', 0, '2026-02-24'],
    ['2026-10-13', -5, '2026-09-30'],
    ['2026-10-01', 1, '2026-10-08'],
  ])('after %s the working day %d is %s', (from, n, date) => {
    expect(addWorkingDays(from, n)).toEqual({ date, provisional: false });
  });
});

describe('days that other calendars get wrong', () => {
  it.each(['2015-09-03', '2020-01-31', '2010-02-15'])('%s was free', (date) => {
    expect(isWorkingDay(date)).toBe(false);
  });
});

describe('counting', () => {
  it('agrees with walking day by day', () => {
    fc.assert(
      fc.property(days(), days(), (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        expect(countWorkingDays(from, to)).toBe(slow.count(from, to));
        expect(countWorkingDays(to, from) + slow.count(from, to)).toBe(0);
      }),
    );
  });

  it('forward ends on a working day, as many working days later as asked', () => {
    fc.assert(
      fc.property(days(), fc.integer({ min: 1, max: 250 }), (from, n) => {
        const { date } = addWorkingDays(from, n);
        expect(slow.isWorkingDay(date)).toBe(true);
        expect(slow.count(from, date)).toBe(n);
      }),
    );
  });

  it('backward undoes forward from a working day', () => {
    fc.assert(
      fc.property(days().filter(slow.isWorkingDay), fc.integer({ min: 1, max: 250 }), (from, n) => {
        expect(addWorkingDays(addWorkingDays(from, n).date, -n).date).toBe(from);
      }),
    );
  });

  it('zero stays on a working day and leaves any other for the next', () => {
    fc.assert(
      fc.property(days(), (from) => {
        expect(addWorkingDays(from, 0).date).toBe(slow.isWorkingDay(from) ? from : addWorkingDays(from, 1).date);
      }),
    );
  });

  it.each(['2026-02-30', '2026-1-1', '', 'today', '2026-10-01T00:00:00Z'])('refuses to count from %s', (text) => {
    expect(() => isWorkingDay(text)).toThrow(RangeError);
    expect(() => addWorkingDays(text, 1)).toThrow(RangeError);
    expect(() => countWorkingDays('2026-10-01', text)).toThrow(RangeError);
  });

  it('has an end', () => {
    expect(() => addWorkingDays('2026-10-01', 1e9)).toThrow(RangeError);
    expect(() => addWorkingDays('2026-10-01', 1.5)).toThrow(RangeError);
    expect(() => countWorkingDays('1026-10-01', '2026-10-01')).toThrow(RangeError);
  });
});

describe('beyond the last notice', () => {
  it('a day is Monday to Friday and says that it is provisional', () => {
    expect(isWorkingDay('2027-01-01')).toBe(true);
    expect(nationalCalendar.isKnown('2027-01-01')).toBe(false);
    expect(addWorkingDays('2026-12-30', 1)).toEqual({ date: '2026-12-31', provisional: false });
    expect(addWorkingDays('2026-12-30', 2)).toEqual({ date: '2027-01-01', provisional: true });
    expect(addWorkingDays('2027-01-02', 0)).toEqual({ date: '2027-01-04', provisional: true });
    expect(addWorkingDays('2003-12-31', 1)).toMatchObject({ provisional: true });
  });

  it('a table is not trusted, even when it has entries there', () => {
    const early = createCalendar({ ...nationalTable, knownUntil: '2025-12-31' });
    expect(early.isWorkingDay('2026-10-01')).toBe(true);
    expect(early.addWorkingDays('2026-09-30', 1)).toEqual({ date: '2026-10-01', provisional: true });
  });

  it('a new notice changes the answer', () => {
    const next = createCalendar({
      ...nationalTable,
      knownUntil: '2027-12-31',
      holidays: [...nationalTable.holidays, '2027-01-01'],
    });
    expect(next.addWorkingDays('2026-12-31', 1)).toEqual({ date: '2027-01-04', provisional: false });
  });

  it('begins where the table of the package ends, so that a new year of it is not overlooked', () => {
    const years = [...nationalTable.holidays, ...nationalTable.makeUpDays].map((date) => date.slice(0, 4));
    expect(years.toSorted().at(-1)).toBe(nationalTable.knownUntil.slice(0, 4));
    expect(years.toSorted().at(0)).toBe(nationalTable.knownFrom.slice(0, 4));
  });
});

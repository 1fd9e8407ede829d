import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nationalCalendar } from './calendar.ts';
import { dayNumber, dayOf, endOfDay, startOfDay, toLocalDate } from './day.ts';

describe('an instant', () => {
  it.each([
    ['2026-09-30T15:59:59.999Z', '2026-09-30'],
    ['2026-09-30T16:00:00.000Z', '2026-10-01'],
    ['2026-10-01T00:30:00+08:00', '2026-10-01'],
    ['2026-09-30T23:00:00-05:00', '2026-10-01'],
  ])('%s lies on %s in Asia/Shanghai', (instant, date) => {
    expect(toLocalDate(instant)).toBe(date);
    expect(toLocalDate(Date.parse(instant))).toBe(date);
  });

  it.each(['2026-10-01', '2026-10-01T00:00:00', '', 'now', '2026-13-01T00:00:00Z'])('%s is none', (text) => {
    expect(() => toLocalDate(text)).toThrow(RangeError);
  });
});

describe('a day', () => {
  it('begins and ends at midnight in Asia/Shanghai, and the end belongs to the next', () => {
    expect(startOfDay('2026-10-13')).toBe('2026-10-12T16:00:00.000Z');
    expect(endOfDay('2026-10-13')).toBe('2026-10-13T16:00:00.000Z');
    expect(toLocalDate(endOfDay('2026-10-13'))).toBe('2026-10-14');
    expect(toLocalDate(Date.parse(endOfDay('2026-10-13')) - 1)).toBe('2026-10-13');
  });

  it('has a number, and the number the day', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayOf(dayNumber('2024-02-29') + 1)).toBe('2024-03-01');
    expect(dayOf(-1)).toBe('1969-12-31');
  });
});

/** What a fresh process in that zone says of every day from 2004 to 2026: ours, and the package's own function. */
const answersIn = (TZ: string): { readonly ours: string; readonly theirs: string } => {
  const script = `
    import { nationalCalendar } from ${JSON.stringify(new URL('./calendar.ts', import.meta.url).href)};
    import chineseDays from 'chinese-days';
    let ours = '', theirs = '';
    for (let ms = Date.UTC(2004, 0, 1); ms <= Date.UTC(2026, 11, 31); ms += 86400000) {
      const date = new Date(ms).toISOString().slice(0, 10);
      ours += nationalCalendar.isWorkingDay(date) ? '1' : '0';
      theirs += chineseDays.isWorkday(date) ? '1' : '0';
    }
    process.stdout.write(JSON.stringify({ ours, theirs }));`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: { TZ },
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
};

describe('a machine in another time zone', () => {
  it('has the same working days, although the package itself has others there', () => {
    const home = answersIn('Asia/Shanghai');
    const away = answersIn('America/New_York');
    expect(home.ours).toBe(home.theirs);
    expect(away.ours).toBe(home.ours);
    expect(away.theirs).not.toBe(home.theirs);
    expect(home.ours.at(dayNumber('2026-10-01') - dayNumber('2004-01-01'))).toBe('0');
    expect(nationalCalendar.isWorkingDay('2026-10-01')).toBe(false);
  }, 30_000);
});

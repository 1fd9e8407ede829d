import { describe, expect, it } from 'vitest';
import { isOpen, nextMorning } from './working-hours.ts';

const china = (text: string): number => Date.parse(`${text}+08:00`);

describe('the hours of the demo', () => {
  it('are those of an office in China, wherever the machine stands', () => {
    expect(isOpen(china('2026-03-02T09:29:59'))).toBe(false);
    expect(isOpen(china('2026-03-02T09:30:00'))).toBe(true);
    expect(isOpen(china('2026-03-02T16:29:59'))).toBe(true);
    expect(isOpen(china('2026-03-02T16:30:00'))).toBe(false);
    expect(isOpen(china('2026-03-02T00:10:00'))).toBe(false);
  });

  it('begin the same day when it is early, and the next day when it is late', () => {
    expect(nextMorning(china('2026-03-02T03:00:00'))).toBe(china('2026-03-02T09:30:00'));
    expect(nextMorning(china('2026-03-02T17:00:00'))).toBe(china('2026-03-03T09:30:00'));
    expect(nextMorning(china('2026-03-02T09:30:00'))).toBe(china('2026-03-03T09:30:00'));
  });
});

import { describe, expect, it } from 'vitest';
import { isLocalDate } from './local-date.ts';

describe('a text that should be a day', () => {
  it.each(['2026-10-01', '2024-02-29', '2000-02-29', '1880-01-01', '2026-12-31'])('%s is one', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '20260101',
    '',
  ])('%s is none', (text) => {
    expect(isLocalDate(text)).toBe(false);
  });
});

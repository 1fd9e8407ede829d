import { describe, expect, it } from 'vitest';
import { isServed } from './served.ts';

describe('a division', () => {
  it.each(['440604', '440604012', '440604012200'])('%s is served by a hall of its district', (division) => {
    expect(isServed(division)).toBe(true);
  });

  it.each(['440600', '440605', '440605012', '110101', '44060'])('%s is not served here', (division) => {
    expect(isServed(division)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { seeded, seedFor } from './chance.ts';

describe('the seed for a name', () => {
  it('is another for another name, of the same length too, and for another seed', () => {
    const seeds = [seedFor(1, 'F1'), seedFor(1, 'F2'), seedFor(1, 'F10'), seedFor(1, 'F11'), seedFor(2, 'F1')];
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(new Set(seeds.map((seed) => seeded(seed)())).size).toBe(seeds.length);
  });

  it('is the same each time', () => {
    expect(seedFor(7, 'drill')).toBe(seedFor(7, 'drill'));
  });
});

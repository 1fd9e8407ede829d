import { describe, expect, it } from 'vitest';
import { stepsOf } from './F17.ts';

const choices = [
  ['a', 'b', 'c'].map((what) => ({ what, hurt: async () => {} })),
  [{ what: 'd', hurt: async () => {} }],
];

/** The first things that a hand does; how much of its chance a hurt uses up must not matter. */
const plan = (seed: number, hand: number, used: number) => {
  const seen: string[] = [];
  for (const { what, pauseMs, chance } of stepsOf(seed, hand, choices, 1_000)) {
    for (let n = 0; n < used; n++) chance();
    seen.push(`${what} after ${pauseMs}`);
    if (seen.length === 20) return seen;
  }
  return seen;
};

describe('the plan of a hand', () => {
  it('is repeated by its seed, whatever hurts use up of chance', () => {
    expect(plan(7, 1, 0)).toEqual(plan(7, 1, 5));
  });

  it('is another for another hand and another seed', () => {
    expect(plan(7, 1, 0)).not.toEqual(plan(7, 2, 0));
    expect(plan(7, 1, 0)).not.toEqual(plan(8, 1, 0));
  });
});

import { describe, expect, it } from 'vitest';
import { FAULTS } from '../faults/faults.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import { planOf } from './plan.ts';

const namesOf = (words: readonly string[], options: Partial<Parameters<typeof planOf>[1]> = {}) => {
  const { rounds, mutants } = planOf(words, { short: false, mutants: false, ...options });
  return { rounds: rounds.map((round) => round.map(({ name }) => name)), mutants: mutants.map(({ name }) => name) };
};

describe('what is played', () => {
  it('is every fault on a platform of its own, and every mutant, when nothing is named', () => {
    const { rounds, mutants } = namesOf([]);
    expect(rounds).toEqual(FAULTS.map(({ name }) => [name]));
    expect(mutants).toEqual(MUTANTS.map(({ name }) => name));
  });

  it('is the named faults, whatever servers they have, without mutants', () => {
    expect(namesOf(['F1', 'F9'])).toEqual({ rounds: [['F1'], ['F9'], ['F9-set']], mutants: [] });
  });

  it('is the named mutants, or all of them, without faults', () => {
    expect(namesOf(['inbox'])).toEqual({ rounds: [], mutants: ['skip the inbox'] });
    expect(namesOf([], { mutants: true })).toMatchObject({ rounds: [], mutants: MUTANTS.map(({ name }) => name) });
  });

  it('is a selection that exists, when it must be short', () => {
    const { rounds, mutants } = namesOf([], { short: true });
    expect(rounds.flat().length).toBeGreaterThanOrEqual(6);
    expect(mutants.length).toBeGreaterThanOrEqual(2);
  });

  it('is said to be none, when a name is unknown', () => {
    expect(() => namesOf(['F99'])).toThrow('There is no mutant F99');
  });
});

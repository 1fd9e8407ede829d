import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONVERGE_MS } from '../faults/fault.ts';
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
    expect(() => namesOf(['F99'])).toThrow('There is no fault and no mutant F99');
  });
});

describe('a fault after which everybody may take longer than usual', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const rows = readme.split('\n').filter((line) => /^\| [^|]*(F\d|drill)[^|]* \| \d/.test(line));

  for (const { name, convergeMs = CONVERGE_MS } of FAULTS.filter((fault) => (fault.convergeMs ?? 0) > CONVERGE_MS))
    it(`is in the README, with how long: ${name}`, () => {
      const row = rows.find((line) => line.split('|')[1]?.trim().split(', ').includes(name)) ?? '';
      expect(row.split('|')[2]?.trim().split(', ')).toContain(String(convergeMs / 1_000));
    });
});

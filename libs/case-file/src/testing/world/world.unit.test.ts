import { describe, expect, it } from 'vitest';
import { brokenLaws } from './laws.ts';
import { MUTANTS } from './mutants.ts';
import { runWorld } from './world.ts';

/** Seeds that every test run tries; more were tried by hand, see README.md. */
const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);
/** Seeds within which each removed rule must show. */
const MUTANT_SEEDS = Array.from({ length: 150 }, (_, i) => i + 1);

const broken = async (seed: number, options = {}): Promise<readonly string[]> => {
  try {
    return await brokenLaws(await runWorld({ seed, ...options }));
  } catch (fault) {
    return [`seed ${seed} ended with ${fault instanceof Error ? fault.message : 'a fault'}`];
  }
};

describe('any order of commands, repeats, cuts and crashes over several replicas', () => {
  it('ends with whole histories, each cause once, everything told and everything taken', async () => {
    for (const seed of SEEDS) expect(await broken(seed), `seed ${seed}`).toEqual([]);
  });
});

describe('a world in which one rule is removed', () => {
  for (const [rule, mutant] of Object.entries(MUTANTS))
    it(`breaks a law: ${rule}`, async () => {
      let found: readonly string[] = [];
      for (const seed of MUTANT_SEEDS) {
        found = await broken(seed, { mutant });
        if (found.length > 0) break;
      }
      expect(found).not.toEqual([]);
    });
});

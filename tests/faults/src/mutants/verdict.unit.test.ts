import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { proofsOf } from './verdict.ts';

const late = { invariant: 'I9', what: 'late', evidence: 1 };
const lost = { invariant: 'I10', what: 'lost', evidence: 1 };
const JUDGES = ['../checker/invariants', '../checker/restored', '../faults'];
const checker = JUDGES.flatMap((folder) => {
  const path = join(import.meta.dirname, folder);
  const sources = readdirSync(path).filter((name) => !name.includes('.test.'));
  return sources.map((name) => readFileSync(join(path, name), 'utf8'));
});

describe('a mutant', () => {
  it('is not killed by what was not its rule', () => {
    expect(proofsOf(['I10 lost'], [late, { ...lost, what: 'behind' }])).toEqual([]);
  });

  it('is killed by what its rule was for', () => {
    expect(proofsOf(['I10 lost'], [late, lost])).toEqual(['I10 lost']);
  });

  it('is not killed by what is said with the rule in its place', () => {
    expect(proofsOf(['I10 lost'], [lost], [lost, late])).toEqual([]);
  });

  for (const { name, breaks } of MUTANTS)
    it(`is to be killed by words that the checker knows: ${name}`, () => {
      for (const kind of breaks) {
        const [, words = ''] = /^\S+ (.+)$/.exec(kind) ?? [];
        expect(checker.filter((source) => source.includes(`'${words}'`))).toHaveLength(1);
      }
    });
});

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patched } from '../../preload/patching.ts';
import { FAULTS } from '../faults/faults.ts';
import { NEXT_GATEWAY } from '../faults/next-version.ts';
import { CRASH_POINTS } from '../platform/crash-points.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const sourceOf = (module: string): string => readFileSync(join(ROOT, module), 'utf8');

describe('the places at which a process can be made to die', () => {
  for (const point of CRASH_POINTS)
    it(`are still there: ${point.module}`, () => {
      expect(patched(sourceOf(point.module), [point])).not.toBe(sourceOf(point.module));
    });
});

describe('the next version of the gateway', () => {
  it('can be made of the present one, beside the places to die', () => {
    for (const module of new Set(NEXT_GATEWAY.map((patch) => patch.module))) {
      const all = [...CRASH_POINTS, ...NEXT_GATEWAY].filter((patch) => patch.module === module);
      expect(patched(sourceOf(module), all)).not.toBe(sourceOf(module));
    }
  });
});

describe('a mutant', () => {
  it('is one of at least ten, each with a name of its own and a fault that exists', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(10);
    const faults = FAULTS.map(({ name }) => name);
    for (const { fault } of MUTANTS) expect(faults).toContain(fault);
  });

  for (const { name, patches } of MUTANTS)
    it(`finds the rule that it removes, beside the places to die: ${name}`, () => {
      for (const module of new Set(patches.map((patch) => patch.module))) {
        const all = [...CRASH_POINTS, ...patches].filter((patch) => patch.module === module);
        const source = patched(sourceOf(module), all);
        expect(source).not.toBe(sourceOf(module));
        expect(() => stripTypeScriptTypes(source)).not.toThrow(); // or it would be killed by its own spelling
      }
    });
});

describe('a patch whose text is gone', () => {
  it('fails loudly, and so does one whose text is there twice', () => {
    const patch = { module: 'm.ts', find: 'x', replace: 'y' };
    expect(() => patched('nothing', [patch])).toThrow('0 times');
    expect(() => patched('x and x', [patch])).toThrow('2 times');
  });
});

import { describe, expect, it } from 'vitest';
import { type Level, lineOf, voidOf } from './verdict.ts';

const turn = (lifecyclesPerS: number) => ({
  lifecyclesPerS,
  p95Ms: 1,
  again: 0,
  driverCores: 0.2,
  lost: 0,
  closedTwice: 0,
});
const sizes = (documents: number, onDisk: number) => ({ count: 1, documents, onDisk });
const level = (cases: number, pairs: readonly (readonly [grown: number, empty: number])[], rest = {}): Level => ({
  cases,
  grown: pairs.map(([grown]) => turn(grown)),
  empty: pairs.map(([, empty]) => turn(empty)),
  lookups: { p95Ms: { list: 12 }, failed: [] },
  scans: [],
  largestCase: 20,
  ...rest,
});
const loaded = (cases: number, before: number, after: number) => ({
  loaded: { cases, documents: 2 * cases, documentsPerS: 900, verified: 1, sizes: [sizes(before, 0), sizes(after, 50)] },
});

const SAME = [[100, 100]] as const;

describe('the verdict over a platform that has grown', () => {
  it('names each ratio by its count, and takes it round by round', () => {
    const pairs = [
      [90, 100],
      [45, 50],
      [120, 100],
    ] as const;
    const line = lineOf([level(0, SAME), level(2_000, pairs), level(1_000_000, [[80, 100]])]);
    expect(line).toMatchObject({ ratio_0: 1, ratio_2k: 0.9, ratio_1m: 0.8 });
    expect(line).not.toHaveProperty('ratio_100k');
  });

  it('counts as bytes of a case what its loading added, not what turns added between', () => {
    const first = level(100, SAME, loaded(100, 1_000, 3_000));
    const second = level(200, SAME, loaded(100, 90_000, 92_000));
    expect(lineOf([level(0, SAME), first, second])).toMatchObject({ bytes_per_case: 20, bytes_per_case_on_disk: 1 });
  });

  it('is void when the sides differ with nothing stored', () => {
    expect(voidOf([level(0, [[100, 96]])])).toBe(undefined);
    expect(voidOf([level(0, [[100, 80]]), level(10, SAME)])).toMatch(/differ: 1.25/);
    expect(voidOf([level(10, SAME)])).toMatch(/no control/);
  });
});

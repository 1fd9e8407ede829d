import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstImpurity, JSON_DEPTH_LIMIT } from './json.ts';

describe('a value on its way into storage', () => {
  it('is pure when JSON gives it back unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        if (firstImpurity(value) === undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  it.each([
    [{ a: [1, undefined] }, '/a/1'],
    [{ a: { b: new Date(0) } }, '/a/b'],
    [{ a: Buffer.from('x') }, '/a'],
    [{ a: '\ud800' }, '/a'],
    [{ 'a/b': { '~c': [undefined] } }, '/a~1b/~0c/0'],
    [[2 ** 53], '/0'],
    [[-0], '/0'],
    [[Number.NaN], '/0'],
    [() => 1, ''],
    [new Map(), ''],
  ])('is refused with a pointer to what would be lost: %j', (value, path) => {
    expect(firstImpurity(value)).toBe(path);
  });

  it('is refused when it is nested too deep', () => {
    let deep: unknown = 1;
    for (let i = 0; i <= JSON_DEPTH_LIMIT; i++) deep = [deep];
    expect(firstImpurity(deep)).toBeDefined();
  });
});

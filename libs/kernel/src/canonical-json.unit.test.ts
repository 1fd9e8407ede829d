import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

const words = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.nat().map(String),
  fc.constantFrom('__proto__', 'toJSON', '\u{1f600}', '\ufb33', '\u20ac', '\r', ''),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    words,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.array(fc.tuple(words, tie('value')), { maxLength: 40 }).map(Object.fromEntries),
  ),
})).value;

describe('the canonical text of a JSON value', () => {
  it('is the RFC 8785 one', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same for keys in another order, and without keys that have no value', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: 3 }], a: undefined })).toBe('{"b":[1,{"c":3,"d":2}]}');
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  });

  it('has the numbers and names of the standard’s own example', () => {
    const numbers = JSON.parse('[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]');
    expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '1': 4, '\r': 5 })).toBe(
      '{"\\r":5,"1":4,"\u20ac":3,"\u{1f600}":2,"\ufb33":1}',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { isQueryPassword, makeQueryPassword } from './query-password.ts';

/** A source that gives these bytes over and over. */
const source = (...bytes: number[]) => {
  let at = 0;
  return (size: number) => Uint8Array.from({ length: size }, () => bytes[at++ % bytes.length] ?? 0);
};

describe('a query password', () => {
  it('has eight digits', () => {
    expect(makeQueryPassword(source(1, 12, 23, 34, 45, 56, 67, 78))).toBe('12345678');
    expect(isQueryPassword('12345678')).toBe(true);
  });

  it('leaves out the bytes that would favour small digits', () => {
    expect(makeQueryPassword(source(255, 250, 251, 249))).toBe('99999999');
  });

  it('gives every digit the same share of the bytes', () => {
    const shares = new Map<string, number>();
    for (let byte = 0; byte < 250; byte++) {
      const digit = makeQueryPassword(source(byte)).charAt(0);
      shares.set(digit, (shares.get(digit) ?? 0) + 1);
    }
    expect([...shares.values()]).toEqual(Array(10).fill(25));
  });

  it('gives up on a source that is broken', () => {
    expect(() => makeQueryPassword(source(255))).toThrow('randomness');
  });

  it.each(['', '1234567', '123456789', '1234567a', '１２３４５６７８'])('is not %s', (text) => {
    expect(isQueryPassword(text)).toBe(false);
  });
});

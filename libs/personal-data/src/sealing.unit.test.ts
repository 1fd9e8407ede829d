import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, seal } from './sealing.ts';

const keyOf = (fill: number) => createSecretKey(Buffer.alloc(32, fill));
const json = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }));
const asStored = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('a sealed value', () => {
  it('opens to what went in, at its place and under its key', () => {
    fc.assert(
      fc.property(json, fc.string(), (value, aad) => {
        const stored = asStored(value);
        expect(open(keyOf(1), aad, seal(keyOf(1), aad, stored))).toEqual(stored);
      }),
    );
  });

  it('does not open when any one character of it is changed', () => {
    const blob = seal(keyOf(1), 'doc/1', { name: '张三' });
    for (let i = 0; i < blob.length; i++) {
      const changed = blob.slice(0, i) + (blob[i] === 'A' ? 'B' : 'A') + blob.slice(i + 1);
      expect(() => open(keyOf(1), 'doc/1', changed)).toThrow(/cannot be opened/);
    }
  });

  it('does not open when cut short at any length', () => {
    const blob = seal(keyOf(1), 'doc/1', { name: '张三' });
    for (let length = 0; length < blob.length; length++) {
      expect(() => open(keyOf(1), 'doc/1', blob.slice(0, length))).toThrow(/cannot be opened/);
    }
  });

  it('does not open at another place or under another key', () => {
    const blob = seal(keyOf(1), 'doc/1', { name: '张三' });
    expect(() => open(keyOf(1), 'doc/2', blob)).toThrow(/cannot be opened/);
    expect(() => open(keyOf(2), 'doc/1', blob)).toThrow(/cannot be opened/);
  });

  it('never shows its text, and never looks the same twice', () => {
    const key = createSecretKey(randomBytes(32));
    const blobs = Array.from({ length: 1_000 }, () => seal(key, 'doc/1', { name: '张三' }));
    expect(new Set(blobs.map((blob) => blob.slice(0, 16))).size).toBe(blobs.length);
    expect(Buffer.from(blobs[0] ?? '', 'base64url').includes('张三')).toBe(false);
  });
});

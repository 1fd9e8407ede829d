import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring } from './keyring.ts';
import { open, seal } from './sealing.ts';

const keyOf = (fill: number) => createSecretKey(Buffer.alloc(32, fill));
const ring = (master = 1, kid = 'm1', more = {}) =>
  createKeyring({ master: keyOf(master), masterKid: kid, blindIndexKey: keyOf(9), ...more });

describe('the data key of a document', () => {
  it('unwraps in another process to the same key', () => {
    const { key, wrapped } = ring().newDataKey('d1');
    const sealed = seal(key, 'd1/1', { name: '张三' });
    expect(open(ring().unwrap('d1', wrapped), 'd1/1', sealed)).toEqual({ name: '张三' });
  });

  it('does not unwrap for another document, even when the ring has it at hand', () => {
    const keyring = ring();
    const { wrapped } = keyring.newDataKey('d1');
    keyring.newDataKey('d2');
    expect(() => keyring.unwrap('d2', wrapped)).toThrow(/cannot be opened/);
  });

  it('does not unwrap when changed, or under a master key that is not on the ring', () => {
    const { wrapped } = ring().newDataKey('d1');
    const other = wrapped.ct.startsWith('A') ? 'B' : 'A';
    expect(() => ring().unwrap('d1', { ...wrapped, ct: other + wrapped.ct.slice(1) })).toThrow(/cannot be opened/);
    expect(() => ring().unwrap('d1', { ...wrapped, kid: 'm0' })).toThrow(/not on the keyring/);
    expect(() => ring(2).unwrap('d1', wrapped)).toThrow(/cannot be opened/);
  });

  it('stays the same key when the master key changes', () => {
    const { key, wrapped } = ring().newDataKey('d1');
    const after = ring(2, 'm2', { formerMasters: new Map([['m1', keyOf(1)]]) });
    const rewrapped = after.rewrap('d1', wrapped);
    expect(rewrapped.kid).toBe('m2');
    expect(ring(2, 'm2').unwrap('d1', rewrapped).equals(key)).toBe(true);
  });

  it('is still found when more documents than the ring remembers were opened since', () => {
    const keyring = ring(1, 'm1', { cachedKeys: 2 });
    const { key, wrapped } = keyring.newDataKey('d1');
    for (const id of ['d2', 'd3', 'd4']) keyring.newDataKey(id);
    expect(keyring.unwrap('d1', wrapped).equals(key)).toBe(true);
  });
});

describe('a blind index', () => {
  it('is equal for equal values of one kind only', () => {
    const { blindIndex } = ring();
    expect(blindIndex('phone', '13812341234')).toBe(ring(2).blindIndex('phone', '13812341234'));
    expect(blindIndex('phone', '13812341234')).not.toBe(blindIndex('account', '13812341234'));
    expect(blindIndex('a', 'b\0c')).not.toBe(blindIndex('a\0b', 'x'));
  });

  it('differs under another key', () => {
    const other = createKeyring({ master: keyOf(1), masterKid: 'm1', blindIndexKey: keyOf(8) });
    expect(other.blindIndex('phone', '1')).not.toBe(ring().blindIndex('phone', '1'));
  });
});

describe('a keyring with bad keys', () => {
  it('is not made', () => {
    const short = createSecretKey(Buffer.alloc(16));
    expect(() => createKeyring({ master: short, masterKid: 'm', blindIndexKey: keyOf(9) })).toThrow(/32 bytes/);
    expect(() => createKeyring({ master: keyOf(1), masterKid: 'm', blindIndexKey: short })).toThrow(/32 bytes/);
    expect(() => createKeyring({ master: keyOf(1), masterKid: 'm', blindIndexKey: keyOf(1) })).toThrow(/must not be/);
  });
});

import type { JsonObject } from '@yimen/kernel';
import fc from 'fast-check';
import { CompactEncrypt, calculateJwkThumbprint, compactDecrypt, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createEnvelopes, generateServiceKey } from './envelopes.ts';

const receiver = generateServiceKey();
const stranger = generateServiceKey();
const now = () => 1_000;
const writer = createEnvelopes([], now);
const reader = createEnvelopes([stranger.privateJwk, receiver.privateJwk], now);
const aad = { aad: 'case-1/1' };

describe('an envelope between services', () => {
  it('is read by its receiver as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (any, purpose) => {
        const payload = JSON.parse(JSON.stringify(any)) as JsonObject;
        const jwe = writer.encryptTo(receiver.publicJwk, payload, { aad: purpose });
        expect(reader.decryptWith(jwe, { aad: purpose })).toEqual(payload);
      }),
    );
  });

  it('is not read by anyone else, nor for another purpose', () => {
    const jwe = writer.encryptTo(receiver.publicJwk, { name: '张三' }, aad);
    expect(() => createEnvelopes([stranger.privateJwk], now).decryptWith(jwe, aad)).toThrow(/does not have/);
    expect(() => reader.decryptWith(jwe, { aad: 'case-2/1' })).toThrow(/another purpose/);
  });

  it('is not read when any one character of it is changed', () => {
    const jwe = writer.encryptTo(receiver.publicJwk, { name: '张三' }, aad);
    const spare = new Set<number>(); // the bits of a last character that no byte uses
    for (const end of [...jwe.matchAll(/\.|$/g)].map(({ index }) => index - 1)) spare.add(end);
    for (let i = 0; i < jwe.length; i++) {
      if (spare.has(i)) continue;
      const changed = jwe.slice(0, i) + (jwe[i] === 'Q' ? 'R' : 'Q') + jwe.slice(i + 1);
      expect(() => reader.decryptWith(changed, aad)).toThrow();
    }
  });

  it('never looks the same twice, and changes its ephemeral key with time and use', () => {
    let at = 0;
    const { encryptTo } = createEnvelopes([], () => at);
    const write = () => encryptTo(receiver.publicJwk, { n: 1 }, aad);
    const epk = (jwe: string) => jwe.split('.')[0];
    const first = write();
    expect(write()).not.toBe(first);
    expect(epk(write())).toBe(epk(first));
    at = 60_000;
    const later = write();
    expect(epk(later)).not.toBe(epk(first));
    for (let i = 1; i < 1_000; i++) expect(epk(write())).toBe(epk(later));
    expect(epk(write())).not.toBe(epk(later));
  });
});

describe('another implementation of JOSE', () => {
  it('reads what is written here', async () => {
    const jwe = writer.encryptTo(receiver.publicJwk, { name: '张三' }, aad);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, await importJWK(receiver.privateJwk, 'ECDH-ES'));
    expect(JSON.parse(Buffer.from(plaintext).toString('utf8'))).toEqual({ name: '张三' });
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: receiver.publicJwk.kid });
  });

  it('writes what is read here', async () => {
    const jwe = await new CompactEncrypt(Buffer.from('{"name":"张三"}'))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: receiver.publicJwk.kid, ...aad })
      .encrypt(await importJWK(receiver.publicJwk, 'ECDH-ES'));
    expect(reader.decryptWith(jwe, aad)).toEqual({ name: '张三' });
  });

  it('names a key by the same thumbprint', async () => {
    expect(receiver.publicJwk.kid).toBe(await calculateJwkThumbprint(receiver.publicJwk));
  });
});

describe('a header that this platform does not write', () => {
  it.each([
    [{ alg: 'dir', enc: 'A256GCM' }],
    [{ alg: 'ECDH-ES', enc: 'A128GCM' }],
    [{ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k', aad: 'case-1/1' }],
    [{ alg: 'ECDH-ES', enc: 'A256GCM', crit: ['x'], kid: 'k', aad: 'case-1/1', epk: {} }],
  ])('is refused: %j', (header) => {
    const text = Buffer.from(JSON.stringify(header)).toString('base64url');
    expect(() => reader.decryptWith(`${text}..AAAA.AAAA.AAAA`, aad)).toThrow(/not what this platform writes/);
  });
});

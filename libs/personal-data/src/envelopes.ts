import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { Clock, JsonObject } from '@yimen/kernel';
import { decrypt, encrypt } from './cipher.ts';

/** A public X25519 key of a service (RFC 8037), named by its `kid`. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'X25519';
  readonly x: string;
  readonly kid: string;
}

/** Its private half. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** How long, and for how many messages, one ephemeral key serves one recipient. */
const EPHEMERAL_MS = 60_000;
const EPHEMERAL_MESSAGES = 1_000;

/** Recipients that a writer keeps an ephemeral key for. */
const RECIPIENT_LIMIT = 100;

/** Agreed keys that a reader keeps. */
const AGREED_LIMIT = 1_000;

/** Writes and reads what services tell each other about persons: compact JWE, ECDH-ES on X25519, A256GCM. */
export interface Envelopes {
  /** `aad` names what it is for (source, target, sequence); the reader must name the same. */
  readonly encryptTo: (recipient: PublicJwk, payload: JsonObject, options: { readonly aad: string }) => string;
  /** Throws a fault when it is for another key or another purpose, or was changed. */
  readonly decryptWith: (jwe: string, options: { readonly aad: string }) => JsonObject;
}

/** A fresh key pair; the `kid` is its thumbprint (RFC 7638). */
export const generateServiceKey = (): { readonly publicJwk: PublicJwk; readonly privateJwk: PrivateJwk } => {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('The platform made no X25519 key.');
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'X25519', kty: 'OKP', x }))
    .digest('base64url');
  const publicJwk = { kty: 'OKP', crv: 'X25519', x, kid } as const;
  return { publicJwk, privateJwk: { ...publicJwk, d } };
};

/** Opens the envelopes of a service: all private keys that messages still on a topic may be for. */
export const createEnvelopes = (privateJwks: readonly PrivateJwk[], systemNow: Clock): Envelopes => {
  const own = new Map(
    privateJwks.map(({ kty, crv, x, d, kid }) => [kid, createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })]),
  );
  const senders = new Map<string, Sender>();
  const agreed = new Map<string, KeyObject>();

  const senderTo = (recipient: PublicJwk): Sender => {
    const id = `${recipient.kid}.${recipient.x}`;
    const present = senders.get(id);
    if (present && present.left > 0 && systemNow() < present.until) return present;
    if (senders.size >= RECIPIENT_LIMIT) senders.clear();
    const fresh = createSender(recipient, systemNow() + EPHEMERAL_MS);
    senders.set(id, fresh);
    return fresh;
  };
  const agree = (kid: string, epk: string): KeyObject => {
    const id = `${kid}.${epk}`;
    const known = agreed.get(id);
    if (known) return known;
    const privateKey = own.get(kid);
    if (!privateKey) throw new Error('An envelope is for a key that this service does not have.');
    const key = contentKey(privateKey, publicKeyOf(epk));
    if (agreed.size >= AGREED_LIMIT) agreed.clear();
    agreed.set(id, key);
    return key;
  };

  return {
    encryptTo: (recipient, payload, { aad }) => {
      const sender = senderTo(recipient);
      sender.left--;
      const header = encode(
        JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', kid: recipient.kid, epk: sender.epk, aad }),
      );
      const { iv, ciphertext, tag } = encrypt(sender.key, header, Buffer.from(JSON.stringify(payload), 'utf8'));
      return [header, '', iv.toString('base64url'), ciphertext.toString('base64url'), tag.toString('base64url')].join(
        '.',
      );
    },
    decryptWith: (jwe, { aad }) => {
      const { header, protectedText, iv, ciphertext, tag } = parse(jwe);
      if (header.aad !== aad) throw new Error('An envelope is for another purpose.');
      const plain = decrypt(agree(header.kid, header.epk.x), protectedText, { iv, ciphertext, tag });
      return JSON.parse(plain.toString('utf8'));
    },
  };
};

interface Sender {
  readonly key: KeyObject;
  readonly epk: { readonly kty: 'OKP'; readonly crv: 'X25519'; readonly x: string };
  readonly until: number;
  left: number;
}

const createSender = (recipient: PublicJwk, until: number): Sender => {
  const ephemeral = generateKeyPairSync('x25519');
  const { x } = ephemeral.publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('The platform made no X25519 key.');
  return {
    key: contentKey(ephemeral.privateKey, publicKeyOf(recipient.x)),
    epk: { kty: 'OKP', crv: 'X25519', x },
    until,
    left: EPHEMERAL_MESSAGES,
  };
};

/** Concat KDF of RFC 7518 § 4.6.2 for direct agreement with A256GCM: one round, no party info. */
const KDF_ROUND = Buffer.from([0, 0, 0, 1]);
const KDF_INFO = Buffer.concat([
  Buffer.from([0, 0, 0, 7]),
  Buffer.from('A256GCM'),
  Buffer.alloc(4),
  Buffer.alloc(4),
  Buffer.from([0, 0, 1, 0]),
]);

const contentKey = (privateKey: KeyObject, publicKey: KeyObject): KeyObject => {
  const secret = diffieHellman({ privateKey, publicKey });
  return createSecretKey(createHash('sha256').update(KDF_ROUND).update(secret).update(KDF_INFO).digest());
};

const publicKeyOf = (x: string): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

const parse = (jwe: string) => {
  const [protectedText, encryptedKey, iv, ciphertext, tag, ...more] = jwe.split('.');
  if (!protectedText || encryptedKey !== '' || !iv || ciphertext === undefined || !tag || more.length > 0)
    throw unreadable();
  return {
    protectedText,
    header: readHeader(protectedText),
    iv: Buffer.from(iv, 'base64url'),
    ciphertext: Buffer.from(ciphertext, 'base64url'),
    tag: Buffer.from(tag, 'base64url'),
  };
};

const readHeader = (text: string) => {
  const header: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (
    !isRecord(header) ||
    header['alg'] !== 'ECDH-ES' ||
    header['enc'] !== 'A256GCM' ||
    'crit' in header ||
    'zip' in header
  ) {
    throw unreadable();
  }
  const { kid, aad, epk } = header;
  if (typeof kid !== 'string' || typeof aad !== 'string' || !isRecord(epk)) throw unreadable();
  if (epk['kty'] !== 'OKP' || epk['crv'] !== 'X25519' || typeof epk['x'] !== 'string') throw unreadable();
  return { kid, aad, epk: { x: epk['x'] } };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const unreadable = (): Error => new Error('An envelope is not what this platform writes.');

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, freshBytes, fromBlob, toBlob } from './cipher.ts';

/** A document's data key as it is stored: under which master key, IV, and key with its tag (both base64url). */
export interface WrappedKey {
  readonly kid: string;
  readonly iv: string;
  readonly ct: string;
}

/** The keys of one service. */
export interface KeyringOptions {
  /** 32 bytes; wraps new data keys. */
  readonly master: KeyObject;
  readonly masterKid: string;
  /** Master keys of before a rotation, by kid; they only unwrap. */
  readonly formerMasters?: ReadonlyMap<string, KeyObject>;
  /** At least 32 bytes; never rotates, and is not the master key. */
  readonly blindIndexKey: KeyObject;
  /** Unwrapped keys kept at hand. */
  readonly cachedKeys?: number;
}

/** Makes, unwraps and finds. */
export interface Keyring {
  /** A fresh data key for one document. */
  readonly newDataKey: (docId: string) => { readonly key: KeyObject; readonly wrapped: WrappedKey };
  /** The data key of a document; throws a fault when it was wrapped for another document or by an unknown master key. */
  readonly unwrap: (docId: string, wrapped: WrappedKey) => KeyObject;
  /** The same data key under the present master key, for rotation. */
  readonly rewrap: (docId: string, wrapped: WrappedKey) => WrappedKey;
  /** What stands in an index for a value: equal values of one kind, and only they, give equal texts (22 characters). */
  readonly blindIndex: (kind: string, normalisedValue: string) => string;
  /** Forgets an unwrapped key at once: its document was erased. */
  readonly forget: (docId: string) => void;
}

/** Opens a service's keyring. */
export const createKeyring = (options: KeyringOptions): Keyring => {
  const { master, masterKid, formerMasters, blindIndexKey, cachedKeys = 5_000 } = options;
  requireKey(master, 'master');
  requireKey(blindIndexKey, 'blind index');
  if (master.equals(blindIndexKey)) throw new Error('The blind index key must not be the master key.');
  const cache = createCache(cachedKeys);

  const wrap = (docId: string, key: Buffer): WrappedKey => {
    const blob = toBlob(encrypt(master, docId, key));
    return { kid: masterKid, iv: blob.slice(0, IV_CHARACTERS), ct: blob.slice(IV_CHARACTERS) };
  };
  const unwrap = (docId: string, wrapped: WrappedKey): KeyObject => {
    const known = cache.get(docId, wrapped.ct);
    if (known) return known;
    const by = wrapped.kid === masterKid ? master : formerMasters?.get(wrapped.kid);
    if (!by) throw new Error('A data key was wrapped by a master key that is not on the keyring.');
    const key = createSecretKey(decrypt(by, docId, fromBlob(wrapped.iv + wrapped.ct)));
    cache.set(docId, wrapped.ct, key);
    return key;
  };

  return {
    newDataKey: (docId) => {
      const bytes = freshBytes(KEY_BYTES);
      const key = createSecretKey(bytes);
      const wrapped = wrap(docId, bytes);
      bytes.fill(0);
      cache.set(docId, wrapped.ct, key);
      return { key, wrapped };
    },
    unwrap,
    rewrap: (docId, wrapped) => wrap(docId, unwrap(docId, wrapped).export()),
    blindIndex: (kind, normalisedValue) =>
      createHmac('sha256', blindIndexKey).update(`${kind}\0${normalisedValue}`).digest('base64url').slice(0, 22),
    forget: cache.delete,
  };
};

const KEY_BYTES = 32;

/** 12 bytes of IV are 16 characters of base64url exactly, so the blob can be cut there. */
const IV_CHARACTERS = 16;

const requireKey = (key: KeyObject, name: string): void => {
  if (key.type !== 'secret' || (key.symmetricKeySize ?? 0) < 32) throw new Error(`The ${name} key must have 32 bytes.`);
};

/** The latest used keys; a key is only found for the document and the wrapping it came from. */
const createCache = (limit: number) => {
  const keys = new Map<string, { readonly ct: string; readonly key: KeyObject }>();
  return {
    get: (docId: string, ct: string): KeyObject | undefined => {
      const found = keys.get(docId);
      if (found?.ct !== ct) return undefined;
      keys.delete(docId);
      keys.set(docId, found);
      return found.key;
    },
    set: (docId: string, ct: string, key: KeyObject): void => {
      keys.delete(docId);
      keys.set(docId, { ct, key });
      if (keys.size > limit) {
        for (const oldest of keys.keys()) {
          keys.delete(oldest);
          break;
        }
      }
    },
    delete: (docId: string): void => {
      keys.delete(docId);
    },
  };
};

import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const POOL_BYTES = 8_192;

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Random bytes from a pool, which is asked of the system at once and wiped as it is used. */
export const freshBytes = (size: number): Buffer => {
  if (used + size > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const piece = pool.subarray(used, used + size);
  const fresh = Buffer.from(piece);
  piece.fill(0);
  used += size;
  return fresh;
};

/** What AES-256-GCM made of some bytes. */
export interface Sealed {
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-256-GCM under a fresh IV. */
export const encrypt = (key: KeyObject, aad: string, plain: Buffer): Sealed => {
  const iv = freshBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(aad, 'utf8'));
  const first = cipher.update(plain);
  const last = cipher.final();
  return { iv, ciphertext: last.length === 0 ? first : Buffer.concat([first, last]), tag: cipher.getAuthTag() };
};

/** The plain bytes; throws a fault when key, aad or a single bit is not what it was. */
export const decrypt = (key: KeyObject, aad: string, { iv, ciphertext, tag }: Sealed): Buffer => {
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) throw unopened();
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(aad, 'utf8'));
  decipher.setAuthTag(tag);
  const first = decipher.update(ciphertext);
  try {
    const last = decipher.final();
    return last.length === 0 ? first : Buffer.concat([first, last]);
  } catch {
    throw unopened();
  }
};

/** Sealed bytes in one piece: IV, ciphertext, tag. */
export const toBlob = ({ iv, ciphertext, tag }: Sealed): string =>
  Buffer.concat([iv, ciphertext, tag]).toString('base64url');

/** The reverse of `toBlob`; throws a fault when it is too short or not the one base64url text of these bytes. */
export const fromBlob = (blob: string): Sealed => {
  const bytes = Buffer.from(blob, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== blob) throw unopened();
  return {
    iv: bytes.subarray(0, IV_BYTES),
    ciphertext: bytes.subarray(IV_BYTES, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  };
};

const unopened = (): Error => new Error('A sealed value cannot be opened: other key, other place, or changed.');

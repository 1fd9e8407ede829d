import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '@yimen/kernel';
import { decrypt, encrypt, fromBlob, toBlob } from './cipher.ts';

/**
 * One blob (base64url) of all personal fields of one event, under the document's data key. `aad` ties it to its place, so
 * that it cannot be moved to another document or entry.
 */
export const seal = (key: KeyObject, aad: string, value: JsonObject): string =>
  toBlob(encrypt(key, aad, Buffer.from(JSON.stringify(value), 'utf8')));

/** What was sealed; throws a fault when anything about it is not as it was. */
export const open = (key: KeyObject, aad: string, blob: string): JsonObject =>
  JSON.parse(decrypt(key, aad, fromBlob(blob)).toString('utf8'));

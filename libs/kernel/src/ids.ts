import { createHmac, type KeyObject, randomUUID } from 'node:crypto';

/** A fresh random id for what needs no order and no derivation. */
export const newId = (): string => randomUUID();

/**
 * The id of what one caller creates on one route with one idempotency key: the same three always give the same id,
 * so two first requests can never both win. 22 characters of base64url (132 bits of an HMAC-SHA-256).
 */
export const derivedId = (key: KeyObject, subject: string, route: string, idempotencyKey: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([subject, route, idempotencyKey]))
    .digest('base64url')
    .slice(0, 22);

import { hash } from 'node:crypto';
import type { Caller } from './caller.ts';

interface Verified {
  readonly caller: Caller;
  readonly expiresAtMs: number;
}

/** Tokens that were verified lately, by the SHA-256 of each: bounded by count and by their own expiry. */
export const rememberTokens = (countLimit: number) => {
  const verified = new Map<string, Verified>();
  return {
    digest: (token: string): string => hash('sha256', token, 'base64url'),
    find: (digest: string, nowMs: number): Caller | undefined => {
      const known = verified.get(digest);
      if (known === undefined) return undefined;
      if (known.expiresAtMs > nowMs) return known.caller;
      verified.delete(digest);
      return undefined;
    },
    keep: (digest: string, caller: Caller, expiresAtMs: number): void => {
      if (verified.size >= countLimit) {
        const [oldest] = verified.keys();
        if (oldest !== undefined) verified.delete(oldest);
      }
      verified.set(digest, { caller, expiresAtMs });
    },
    clear: (): void => verified.clear(),
  };
};

import { hash } from 'node:crypto';

/**
 * One text per JSON value whatever the order of its keys (RFC 8785, for values without lone surrogates: the body
 * reader refuses those). Keys whose value is `undefined` are left out.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let text = '';
  for (const [key, part] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (part !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(part)}`;
  }
  return `{${text}}`;
};

/** base64url SHA-256 of what a command asks for: the same key with another digest is another request. */
export const requestDigest = (parts: unknown): string => hash('sha256', canonicalJson(parts), 'base64url');

import { hash } from 'node:crypto';
import { canonicalJson } from '@yimen/kernel';

/** base64url SHA-256 of what a command asks for: the same key with another digest is another request. */
export const requestDigest = (parts: unknown): string => hash('sha256', canonicalJson(parts), 'base64url');

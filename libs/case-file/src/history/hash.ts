import { hash } from 'node:crypto';
import { canonicalJson } from '@yimen/kernel';
import type { Entry } from '../entry.ts';

/** An entry before it is linked. */
export type Unlinked = Omit<Entry, 'hash'>;

/** What the first entry of a document links to: the hash of the document's id. */
export const rootHash = (id: string): string => hash('sha256', id, 'base64url');

/** The RFC 8785 form of an entry without its hash. */
export const canonicalEntry = (entry: Unlinked): string => canonicalJson(entry);

/** base64url SHA-256 over a canonical entry. */
export const hashCanonical = (canonical: string): string => hash('sha256', canonical, 'base64url');

const canonicalOf = ({ hash: _, ...rest }: Entry): string => canonicalEntry(rest);

/** The hash that an entry should bear. */
export const hashOf = (entry: Entry): string => hashCanonical(canonicalOf(entry));

/** Bytes that entries take up: of their canonical forms, without their hashes. */
export const bytesOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + Buffer.byteLength(canonicalOf(entry)), 0);

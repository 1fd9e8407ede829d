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

/** The hash that an entry should bear. */
export const hashOf = ({ hash: _, ...rest }: Entry): string => hashCanonical(canonicalEntry(rest));

import type { JsonObject } from '@yimen/kernel';
import type { Entry } from '../../entry.ts';
import { canonicalEntry } from '../../history/hash.ts';
import type { Segment, StoredFile } from '../document.ts';
import type { InsertOperation } from '../port.ts';

/**
 * An entry as MongoDB holds it: the very text that was hashed, and beside it what the store itself asks for. One text is
 * written in a fifth of the time of a tree, and nothing can come back otherwise than it was linked.
 */
export interface EntryText {
  readonly n: number;
  readonly nonce: string;
  /** Id of its cause, when that has one. */
  readonly cause?: string;
  /** The entry in RFC 8785 form, without its hash. */
  readonly text: string;
  readonly hash: string;
}

/** The document of a case file as MongoDB holds it; `state` is JSON text. */
export type FileDocument = Omit<StoredFile, 'state' | 'history'> & {
  readonly state: string;
  readonly history: readonly EntryText[];
};

/** A segment as MongoDB holds it. */
export type SegmentDocument = Omit<Segment, 'entries'> & { readonly entries: readonly EntryText[] };

/** An entry for the store; `text` when it is known already. */
export const entryText = (entry: Entry, text: string = canonicalEntry(unhashed(entry))): EntryText => ({
  n: entry.n,
  nonce: entry.nonce,
  ...('id' in entry.cause ? { cause: entry.cause.id } : {}),
  text,
  hash: entry.hash,
});

const unhashed = ({ hash: _, ...rest }: Entry): Omit<Entry, 'hash'> => rest;

/** The entry as it was linked. */
export const entryOf = ({ text, hash }: EntryText): Entry => ({ ...(JSON.parse(text) as Omit<Entry, 'hash'>), hash });

/** The state as it was written. */
export const stateOf = (text: string): JsonObject => JSON.parse(text) as JsonObject;

/** A new file for the store. */
export const newDocument = ({ file, texts }: InsertOperation): FileDocument => ({
  ...file,
  state: texts.state,
  history: file.history.map((entry, i) => entryText(entry, texts.entries[i])),
});

/** The file of a document. */
export const fileOf = (document: FileDocument): StoredFile => ({
  ...document,
  state: stateOf(document.state),
  history: document.history.map(entryOf),
});

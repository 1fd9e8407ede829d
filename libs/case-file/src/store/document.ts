import type { JsonObject } from '@yimen/kernel';
import type { WrappedKey } from '@yimen/personal-data';
import type { Entry } from '../entry.ts';

/** The place and hash of one entry. */
export interface Link {
  readonly n: number;
  readonly hash: string;
}

/** The last message taken from one source. */
export interface Seen extends Link {
  readonly source: string;
}

/** How many messages one target has been numbered. */
export interface Counter {
  readonly target: string;
  readonly n: number;
  /** The first number that a restore made the file forget; gone when the next message has told it. */
  readonly lost?: number;
}

/** A data key as it is stored: wrapped by the service's master key, outside the hash chain, so that it can be re-wrapped or destroyed. */
export interface StoredKey {
  readonly wrapped: WrappedKey;
}

/** The one document of a case file, as MongoDB holds it; `history` is the hot tail when loaded. */
export interface StoredFile {
  readonly _id: string;
  /** Counts writes; the condition of the next one. Marks and seals do not move it. */
  readonly version: number;
  readonly revision: number;
  readonly schemaVersion: number;
  readonly state: JsonObject;
  readonly history: readonly Entry[];
  readonly head: Link;
  /** The last entry that was sealed away into a segment; n is 0 when none was. */
  readonly base: Link;
  readonly find: JsonObject;
  readonly seen: readonly Seen[];
  readonly out: readonly Counter[];
  /** Entries up to this one have been published. */
  readonly relayed: number;
  /** Present while entries wait for the relay; system time in milliseconds. */
  readonly relayAt?: number;
  /** Business instant of the next wake. */
  readonly wakeAt?: string;
  readonly slot: number;
  /** Bytes of the hot history in canonical JSON. */
  readonly bytes: number;
  readonly dataKey?: StoredKey;
  /** What changes without being history: counters of polls and the like, by name. */
  readonly beside?: Readonly<Record<string, JsonObject>>;
}

/** Entries that left their document; written once, never changed. */
export interface Segment {
  /** `<file>/<from>`: the same entries always give the same segment. */
  readonly _id: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
  /** Ids of the causes inside, so that they are still found. */
  readonly causes: readonly string[];
}

/** A source that owes messages to a file: there was a gap before `upTo`. */
export interface Debt {
  /** `<file>|<source>`. */
  readonly _id: string;
  readonly file: string;
  readonly source: string;
  readonly target: string;
  readonly upTo: number;
  readonly asks: number;
  /** System time in milliseconds of the next question. */
  readonly askAt: number;
}

import type { JsonObject } from '@yimen/kernel';
import type { Actor, Address } from './aggregate.ts';

/** What made an entry: a request or timer (`id` in a name space), or the n-th message of a source. */
export type Cause =
  | { readonly id: string; readonly digest?: string }
  | { readonly source: string; readonly n: number; readonly hash: string };

/** An address with the number that the message bears there. */
export type NumberedAddress = Address & {
  readonly sequence: number;
  /** After a restore: what was numbered from here on before this message is lost at its source. */
  readonly resumes?: number;
};

/** One link of the history: audit trail, timeline, inbox and outbox in one. Pure JSON. */
export interface Entry {
  readonly n: number;
  readonly type: string;
  readonly at: string;
  readonly by: Actor;
  readonly data: JsonObject;
  readonly law?: string;
  readonly edits?: true;
  /** base64url of AES-256-GCM over the personal fields, under the document's data key. */
  readonly sealed?: string;
  readonly cause: Cause;
  /** What the command was answered; on the last entry of a write. */
  readonly answer?: JsonObject;
  /** The revision after the write, beside its answer: a replayed answer keeps the ETag it had. */
  readonly revision?: number;
  /** Writer id + counter: tells this write from an equal one of another replica. */
  readonly nonce: string;
  /** For each address the dense number that travels as CloudEvents `sequence`. */
  readonly out?: readonly NumberedAddress[];
  /** The schema version that `data` was written in; absent: 1. */
  readonly v?: number;
  /** Hash of the entry before; of the first: of the document's id. */
  readonly prev: string;
  /** base64url SHA-256 over the RFC 8785 form of all the above. */
  readonly hash: string;
}

/** A case file as its service reads it. */
export interface CaseFile<S> {
  readonly id: string;
  readonly version: number;
  /** Moves when what people edit moves: the ETag. */
  readonly revision: number;
  readonly state: S;
  /** The hot tail, oldest first. */
  readonly history: readonly Entry[];
  readonly head: { readonly n: number; readonly hash: string };
  /** What `touch` wrote, by name: counters that are no history. */
  readonly beside?: Readonly<Record<string, JsonObject>>;
}

/** What a command came to. */
export interface Outcome<S> {
  readonly id: string;
  readonly answer: JsonObject;
  readonly revision: number;
  /** True when the same cause had been handled before; nothing was written now. */
  readonly replayed: boolean;
  /** Present when this call wrote or loaded the file. */
  readonly file?: CaseFile<S>;
}

import type { Json, JsonObject } from '@yimen/kernel';
import type { Entry } from '../entry.ts';
import type { Debt, Segment, StoredFile } from './document.ts';

/** What is written, as JSON text: made once, to be hashed, measured and stored. */
interface Texts {
  readonly state: string;
  /** RFC 8785 forms of the entries of this write, without their hashes, in their order. */
  readonly entries: readonly string[];
}

/** A new document; the nonce of its entries tells it from another's under the same id. */
export interface InsertOperation {
  readonly kind: 'insert';
  readonly id: string;
  readonly nonce: string;
  readonly file: StoredFile;
  readonly texts: Texts;
  readonly bytes: number;
}

/** What a conditional write changes besides pushing entries. */
export type Changes = Partial<
  Pick<
    StoredFile,
    | 'version'
    | 'revision'
    | 'schemaVersion'
    | 'state'
    | 'head'
    | 'find'
    | 'seen'
    | 'out'
    | 'relayAt'
    | 'wakeAt'
    | 'dataKey'
  >
>;

/** One conditional write on `{_id, version}`. */
export interface UpdateOperation {
  readonly kind: 'update';
  readonly id: string;
  /** The version it was decided on. */
  readonly version: number;
  /** Absent when it pushes no entries (a message that means nothing only moves `seen`). */
  readonly nonce?: string;
  readonly set: Changes;
  readonly unset: readonly ('wakeAt' | 'relayAt')[];
  readonly push: readonly Entry[];
  readonly texts: Texts;
  /** Bytes of the pushed entries. */
  readonly addBytes: number;
  /** Raises `relayed`: published by now, or nothing to publish. */
  readonly relayed?: number;
  /** Rough size of the operation. */
  readonly bytes: number;
}

export type WriteOperation = InsertOperation | UpdateOperation;

/** What a bulk said: when the counts do not add up, or it threw, a majority read tells. */
export interface WriteResult {
  readonly inserted: number;
  readonly matched: number;
  /** Ids whose operation a unique index refused; of an insert perhaps the one on `_id`. */
  readonly duplicates: readonly string[];
  /** Operations that can never be written as they are. */
  readonly refused: readonly { readonly id: string; readonly message: string }[];
}

/** What a majority read knows of a write. */
export interface Probe {
  readonly id: string;
  readonly version: number;
  /** Those of the nonces asked for that are in the history. */
  readonly nonces: readonly string[];
}

/** Published up to `n`, of the document as read at `version`. */
export interface Mark {
  readonly id: string;
  readonly n: number;
  readonly version: number;
}

/** A document with entries that wait for the relay. */
interface Waiting {
  readonly id: string;
  readonly relayed: number;
  readonly n: number;
}

/** A document whose `wakeAt` has come. */
export interface Due {
  readonly id: string;
  readonly version: number;
  readonly wakeAt: string;
}

/** A condition on one scalar. */
export type Condition =
  | Json
  | { readonly in: readonly Json[] }
  | { readonly gt?: Json; readonly gte?: Json; readonly lt?: Json; readonly lte?: Json };

/** Tells a range or a choice from a plain value. */
export const isOperator = (
  condition: Condition,
): condition is
  | { readonly in: readonly Json[] }
  | { readonly gt?: Json; readonly gte?: Json; readonly lt?: Json; readonly lte?: Json } =>
  typeof condition === 'object' &&
  condition !== null &&
  !Array.isArray(condition) &&
  Object.keys(condition).length > 0 &&
  Object.keys(condition).every((key) => ['in', 'gt', 'gte', 'lt', 'lte'].includes(key));

/** A question over the scalars under `find`; served by an index that the service declares. */
export interface FindQuery {
  readonly where: Readonly<Record<string, Condition>>;
  /**
   * Scalars to order by, which every file of the list has; the id breaks ties, in the direction of the last of them.
   * Without it rows come in no order.
   */
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit: number;
  /** Keyset: the scalars of `sort` and the id of the last row of the page before. */
  readonly after?: { readonly values: readonly Json[]; readonly id: string };
  /** Parts of the state to bring; all when absent. */
  readonly fields?: readonly string[];
}

/**
 * Throws on a question for what is absent, which no index answers: an absent scalar can be neither looked for nor be
 * where a page ended.
 */
export const requireScalars = ({ where, sort, after }: FindQuery): void => {
  const passed = after ? Object.keys(sort ?? {}).map((_, i) => after.values[i] ?? null) : [];
  const asked = Object.values(where).flatMap((condition) =>
    isOperator(condition) ? Object.values(condition).flat() : [condition],
  );
  if ([...asked, ...passed].includes(null))
    throw new TypeError('An absent scalar can neither be looked for nor passed.');
};

/** A row of a list. */
export interface Found {
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  /** What the stored state is written in. */
  readonly schemaVersion: number;
  readonly find: JsonObject;
  readonly state: JsonObject;
}

/**
 * Where case files of one kind live. Both implementations pass `storeContract`. Reads are with majority, from the
 * primary; writes are acknowledged by the majority and journaled. Throws `Outage` when it cannot know.
 */
export interface CaseStore {
  /** The files that exist, with their hot tails. */
  readonly load: (ids: readonly string[]) => Promise<readonly StoredFile[]>;
  /** One unordered bulk, at most one operation per document. A throw means that the outcome is unknown. */
  readonly write: (operations: readonly WriteOperation[]) => Promise<WriteResult>;
  readonly probe: (asked: readonly { readonly id: string; readonly nonce?: string }[]) => Promise<readonly Probe[]>;
  /** Entries of a cause wherever they are: hot first, then segments. */
  readonly entriesOf: (id: string, causeId: string) => Promise<readonly Entry[]>;
  /** The whole history, segments included, oldest first. */
  readonly history: (id: string, fromN?: number) => Promise<readonly Entry[]>;
  /** Moves `relayed` up and, where the version is still the one read, ends the waiting. */
  readonly mark: (marks: readonly Mark[]) => Promise<void>;
  readonly waiting: (limit: number) => Promise<readonly Waiting[]>;
  /** What is due by then in these slots, of files that are written in this version of their words or an older one. */
  readonly due: (slots: readonly number[], until: string, limit: number, version: number) => Promise<readonly Due[]>;
  /** Moves `wakeAt` of a file that has not changed since; the version stays. */
  readonly postpone: (due: Due, wakeAt: string) => Promise<void>;
  /** Replaces what stands under one name beside the history; neither version nor history move. */
  readonly touch: (id: string, name: string, value: JsonObject) => Promise<void>;
  /**
   * Writes the segment, then takes its entries out of the document. Where one begins at the same entry already, that
   * one counts. Answers the number of the last entry that is sealed.
   */
  readonly seal: (segment: Segment) => Promise<number>;
  readonly find: (query: FindQuery) => Promise<readonly Found[]>;
  /** Remembers what a source owes; a later `upTo` raises the one before. Answers the ids of the debts that are new. */
  readonly owe: (debts: readonly Debt[]) => Promise<readonly string[]>;
  /** Debts whose question is due. */
  readonly debts: (until: number, limit: number) => Promise<readonly Debt[]>;
  /** Puts the next question off. */
  readonly asked: (id: string, asks: number, askAt: number) => Promise<void>;
  readonly settleDebt: (id: string, upTo: number) => Promise<void>;
  /** Says that a member of a group lives until then, in system time. */
  readonly beat: (group: string, member: string, until: number) => Promise<void>;
  /** Ends a member's part in its group at once. */
  readonly leave: (group: string, member: string) => Promise<void>;
  /** The members of a group that live at this moment of system time. */
  readonly living: (group: string, now: number) => Promise<readonly string[]>;
}

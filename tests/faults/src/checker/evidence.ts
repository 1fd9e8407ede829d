import type { CloudEvent, Entry } from '@yimen/case-file';
import type { ServiceName } from '@yimen/local';
import type { RestoreReport } from '@yimen/ops';
import type { Line } from '../load/diary.ts';
import type { Trip } from '../load/load.ts';

/** A case or a dossier as its store holds it. */
export interface StoredCase {
  readonly service: ServiceName;
  readonly kind: 'case' | 'dossier';
  readonly id: string;
  readonly version: number;
  readonly state: Readonly<Record<string, unknown>>;
  /** The whole of it, old segments included. */
  readonly history: readonly Entry[];
  readonly head: { readonly n: number; readonly hash: string };
  readonly seen: readonly { readonly source: string; readonly n: number; readonly hash: string }[];
  /** Entries still wait for the relay. */
  readonly waits: boolean;
}

/** A message as a topic holds it. */
export interface TopicMessage {
  readonly topic: string;
  readonly key: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly place?: { readonly partition: number; readonly offset: string };
  /** Absent when it is none. */
  readonly event?: CloudEvent;
}

/** What one legacy system says it got. */
export interface LedgerSeen {
  readonly system: string;
  readonly submissions: readonly { readonly n: number; readonly key: string }[];
}

/** Everything was set back to a moment. */
export interface Restored {
  /** The moment, ms. */
  readonly until: number;
  /** What the operator was told. */
  readonly report: RestoreReport;
  /** Keys of what legacy systems were sent between the moment and the loss: the restored store has forgotten it. */
  readonly sentSince: readonly string[];
}

/**
 * All that is looked at after a round. The platform tells of itself its logs, what applicants are shown and files they get
 * back (`shown`, `downloaded`), and the report of a restore (`restored`); all else is what it has left behind.
 */
export interface Evidence {
  readonly lines: readonly Line[];
  readonly trips: readonly Trip[];
  readonly cases: readonly StoredCase[];
  readonly dossiers: readonly StoredCase[];
  /** Debts of messages, by service. */
  readonly debts: readonly { readonly service: string; readonly id: string }[];
  readonly messages: readonly TopicMessage[];
  readonly ledgers: readonly LedgerSeen[];
  readonly lags: readonly { readonly group: string; readonly total: number }[];
  readonly logs: readonly { readonly name: string; readonly text: string }[];
  /** What the applicant is shown of each case in the end. */
  readonly shown: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The digest (SHA-256, hex) of each acknowledged file as its applicant gets it back, by the id of the file. */
  readonly downloaded: ReadonlyMap<string, string>;
  /** The days that each item and package promises, as its own guide has them. */
  readonly promised: ReadonlyMap<string, number>;
  /** The state of a case in the words of this checker, where another version may have written it. */
  readonly words?: (state: StoredCase['state']) => StoredCase['state'];
  readonly restored?: Restored;
  /** Addresses that strangers came from: the tracker shuts its door to one that looks too often. */
  readonly addresses: number;
  /** When (ms) front ends gave up connections of their own that had gone deaf. */
  readonly gaveUpDeaf?: readonly number[];
  /** Texts that must stand nowhere in clear. */
  readonly secrets: readonly string[];
  /** Messages that the harness itself put on topics, by their text. */
  readonly planted: readonly { readonly topic: string; readonly text: string; readonly poison: boolean }[];
  /** When the last fault had been healed, and how long everybody may take from then on. */
  readonly healedAt: number;
  readonly convergeMs: number;
  /** Of each system so many exchanges may wait for a human, and their cases with them. */
  readonly mayNeedReview: Readonly<Record<string, number>>;
}

/** Something that must hold and does not. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
  /** Ids, numbers, entries: enough to look it up. */
  readonly evidence: unknown;
}

/** One invariant: what of the evidence speaks against it. */
export type Invariant = (evidence: Evidence) => readonly Violation[];

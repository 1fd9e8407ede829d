import type { JsonObject } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import { SLOTS } from '../limits.ts';
import type { Counter, Link, Seen, StoredFile, StoredKey } from '../store/document.ts';
import { refuseNewer } from '../versions/upcast.ts';
import { raiseCounters, type ToldBefore } from './counters.ts';
import { rootHash } from './hash.ts';

/** A file while decisions are being added to it; nothing is written until it becomes an operation. */
export interface Draft<S> {
  readonly id: string;
  /** The file it stands on; absent when it will be created. */
  readonly before?: StoredFile;
  readonly nonce: string;
  state: S;
  revision: number;
  head: Link;
  entries: Entry[];
  /** The canonical form of each entry, without its hash. */
  texts: string[];
  addedBytes: number;
  seen: readonly Seen[];
  out: readonly Counter[];
  dataKey?: StoredKey;
}

/** What restores have made files forget: `openRestores(store)` knows it. */
export interface Forgotten {
  /** How far a file had told its targets before a restore made it forget that. */
  readonly toldBefore: (id: string) => readonly ToldBefore[] | undefined;
  /** Above every revision that was given out before the latest restore: what somebody read then, and is forgotten, bears none again. */
  readonly revisionsAbove: number;
}

/** What a draft is opened with. */
export interface Opening<S extends JsonObject, C extends Command> {
  readonly aggregate: Aggregate<S, C>;
  readonly nonces: () => string;
  readonly restores?: Forgotten;
}

/** Opens a draft on a stored file, or on nothing; throws an outage on a file of a newer version. */
export const openDraft = <S extends JsonObject, C extends Command>(
  { aggregate, nonces, restores }: Opening<S, C>,
  id: string,
  before: StoredFile | undefined,
): Draft<S> => {
  refuseNewer(aggregate, before);
  const nonce = nonces();
  const empty = {
    id,
    nonce,
    state: aggregate.start,
    revision: Math.max(before?.revision ?? 0, restores?.revisionsAbove ?? 0),
    head: { n: 0, hash: rootHash(id) },
    entries: [],
    texts: [],
    addedBytes: 0,
    seen: [],
    out: raiseCounters(before?.out ?? [], restores?.toldBefore(id)),
  };
  if (!before) return empty;
  const { state, head, seen, dataKey } = before;
  return { ...empty, before, state: state as S, head, seen, ...(dataKey ? { dataKey } : {}) };
};

/** The timer slot of a document: a stable hash of its id (FNV-1a). */
export const slotOf = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SLOTS;
};

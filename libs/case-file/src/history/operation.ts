import type { JsonObject } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';
import type { Changes, WriteOperation } from '../store/port.ts';
import { type Draft, slotOf } from './draft.ts';
import { rootHash } from './hash.ts';

/** The write that makes a draft true, and the file as it stands once the write has won. */
export interface Planned {
  readonly operation: WriteOperation;
  readonly after: StoredFile;
  readonly entries: readonly Entry[];
  readonly documentBytes: number;
}

/** Bytes of a document beside its entries and state: names, counters, scalars. */
const FRAME_BYTES = 2_048;

/** What the relay brings to a write: system time, for its lag, and what this process has published of the file. */
export interface Relayed {
  readonly now: number;
  readonly published: number;
}

/** Turns a draft into one conditional write; it carries along what is known to be published, instead of a mark. */
export const plan = <S extends JsonObject, C extends Command>(
  aggregate: Aggregate<S, C>,
  draft: Draft<S>,
  { now, published }: Relayed,
): Planned => {
  const { before, entries } = draft;
  const texts = { state: JSON.stringify(draft.state), entries: draft.texts };
  const stateBytes = Buffer.byteLength(texts.state);
  const tells = entries.some((entry) => entry.out !== undefined);
  // nothing waits: nothing did before (or all of it has been published since), and nothing does now
  const idle = !tells && (before?.relayAt === undefined || published >= before.head.n);
  const relayed = idle ? draft.head.n : Math.max(published, before?.relayed ?? 0);
  const wakeAt = aggregate.wakeAt(draft.state);
  const changes: Changes = {
    version: (before?.version ?? 0) + 1,
    schemaVersion: aggregate.schemaVersion,
    revision: draft.revision,
    state: draft.state,
    head: draft.head,
    find: aggregate.scalars(draft.state),
    ...(draft.seen === before?.seen ? {} : { seen: draft.seen }),
    ...(draft.out === before?.out ? {} : { out: draft.out }),
    ...(tells ? { relayAt: now } : {}),
    ...(wakeAt === undefined ? {} : { wakeAt }),
    ...(draft.dataKey && draft.dataKey !== before?.dataKey ? { dataKey: draft.dataKey } : {}),
  };
  const after = afterOf(draft, changes, { idle, relayed, wakeAt });
  const documentBytes = after.bytes + stateBytes + FRAME_BYTES;
  if (!before) {
    const operation = {
      kind: 'insert',
      id: draft.id,
      nonce: draft.nonce,
      file: after,
      texts,
      bytes: documentBytes,
    } as const;
    return { operation, after, entries, documentBytes };
  }
  const operation: WriteOperation = {
    kind: 'update',
    id: draft.id,
    version: before.version,
    ...(entries.length > 0 ? { nonce: draft.nonce } : {}),
    set: changes,
    unset: [
      ...(wakeAt === undefined && before.wakeAt !== undefined ? (['wakeAt'] as const) : []),
      ...(idle && before.relayAt !== undefined ? (['relayAt'] as const) : []),
    ],
    push: entries,
    texts,
    addBytes: draft.addedBytes,
    ...(relayed > before.relayed ? { relayed } : {}),
    bytes: draft.addedBytes + stateBytes + FRAME_BYTES,
  };
  return { operation, after, entries, documentBytes };
};

const afterOf = <S extends JsonObject>(
  draft: Draft<S>,
  changes: Changes,
  { idle, relayed, wakeAt }: { readonly idle: boolean; readonly relayed: number; readonly wakeAt: string | undefined },
): StoredFile => {
  const { before } = draft;
  const {
    wakeAt: _,
    relayAt,
    ...kept
  } = before ?? {
    _id: draft.id,
    history: [],
    base: { n: 0, hash: rootHash(draft.id) },
    seen: draft.seen,
    out: draft.out,
    relayed: 0,
    slot: slotOf(draft.id),
    bytes: 0,
  };
  const base = kept as Omit<StoredFile, 'wakeAt' | 'relayAt'>;
  return {
    ...base,
    ...(relayAt === undefined || idle ? {} : { relayAt }),
    ...(changes as Required<Pick<Changes, 'version' | 'revision' | 'schemaVersion' | 'state' | 'head' | 'find'>>),
    history: [...base.history, ...draft.entries],
    bytes: base.bytes + draft.addedBytes,
    relayed,
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
};

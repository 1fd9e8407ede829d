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

/** Turns a draft into one conditional write. `now` is system time, for the lag of the relay. */
export const plan = <S extends JsonObject, C extends Command>(
  aggregate: Aggregate<S, C>,
  draft: Draft<S>,
  now: number,
): Planned => {
  const { before, entries } = draft;
  const stateBytes = Buffer.byteLength(JSON.stringify(draft.state));
  const tells = entries.some((entry) => entry.out !== undefined);
  const idle = !tells && before?.relayAt === undefined;
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
  const after = afterOf(draft, changes, { idle, wakeAt });
  const documentBytes = after.bytes + stateBytes + FRAME_BYTES;
  if (!before) {
    const operation = { kind: 'insert', id: draft.id, nonce: draft.nonce, file: after, bytes: documentBytes } as const;
    return { operation, after, entries, documentBytes };
  }
  const operation: WriteOperation = {
    kind: 'update',
    id: draft.id,
    version: before.version,
    ...(entries.length > 0 ? { nonce: draft.nonce } : {}),
    set: changes,
    unset: wakeAt === undefined && before.wakeAt !== undefined ? ['wakeAt'] : [],
    push: entries,
    addBytes: draft.addedBytes,
    ...(idle && entries.length > 0 ? { relayed: draft.head.n } : {}),
    bytes: draft.addedBytes + stateBytes + FRAME_BYTES,
  };
  return { operation, after, entries, documentBytes };
};

const afterOf = <S extends JsonObject>(
  draft: Draft<S>,
  changes: Changes,
  { idle, wakeAt }: { readonly idle: boolean; readonly wakeAt: string | undefined },
): StoredFile => {
  const { before } = draft;
  const { wakeAt: _, ...kept } = before ?? {
    _id: draft.id,
    history: [],
    base: { n: 0, hash: rootHash(draft.id) },
    seen: draft.seen,
    out: draft.out,
    relayed: 0,
    slot: slotOf(draft.id),
    bytes: 0,
  };
  const base = kept as Omit<StoredFile, 'wakeAt'>;
  return {
    ...base,
    ...(changes as Required<Pick<Changes, 'version' | 'revision' | 'schemaVersion' | 'state' | 'head' | 'find'>>),
    history: [...base.history, ...draft.entries],
    bytes: base.bytes + draft.addedBytes,
    relayed: idle ? Math.max(base.relayed, draft.head.n) : base.relayed,
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
};

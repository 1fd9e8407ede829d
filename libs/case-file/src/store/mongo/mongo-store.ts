import {
  type BulkOutcome,
  bulkInsert,
  bulkUpdate,
  declareIndexes,
  type Filter,
  type Store,
  throwOutage,
} from '@yimen/store';
import { TAIL_ENTRIES } from '../../limits.ts';
import { pick } from '../pick.ts';
import type { CaseStore, InsertOperation, UpdateOperation, WriteOperation, WriteResult } from '../port.ts';
import { entryOf, type FileDocument, fileOf, newDocument, stateOf } from './codec.ts';
import { type Collections, createCollections } from './collections.ts';
import { collectionsOf, type FindIndex, INDEX, indexesOf, servingIndex } from './indexes.ts';
import { createMembers } from './members.ts';
import { updateFor } from './operations.ts';
import { rangesOf, rowProjection } from './query.ts';
import { createSideWrites } from './side-writes.ts';

/** Options of the store. */
export interface MongoStoreOptions {
  /** One for every shape of `find` that the service asks. */
  readonly indexes?: readonly FindIndex[];
}

/** Case files in MongoDB: declares what indexes they need, then reads and writes with the concerns of `@yimen/store`. */
export const createMongoStore = async (
  store: Store,
  aggregate: string,
  { indexes = [] }: MongoStoreOptions = {},
): Promise<CaseStore> => {
  await declareIndexes(store, indexesOf(aggregate, indexes));
  const collections = createCollections(store, aggregate);
  return {
    ...createReads(collections, servingIndex(indexes)),
    ...createSideWrites(collections),
    ...createMembers(collections),
    write: createWrite(store, collectionsOf(aggregate).files),
  };
};

/** Inserts and updates go side by side, each as one command. */
const createWrite = (store: Store, files: string): CaseStore['write'] => {
  const insert = async (operations: readonly InsertOperation[]): Promise<WriteResult> => {
    if (operations.length === 0) return NOTHING;
    const outcome = await bulkInsert(store, files, operations.map(newDocument));
    return resultOf(operations, outcome, (inserted) => ({ inserted, matched: 0 }));
  };
  const update = async (operations: readonly UpdateOperation[]): Promise<WriteResult> => {
    if (operations.length === 0) return NOTHING;
    const outcome = await bulkUpdate(store, files, operations.map(updateFor));
    return resultOf(operations, outcome, (matched) => ({ inserted: 0, matched }));
  };
  return async (operations) => {
    const inserts = operations.filter((one) => one.kind === 'insert');
    const updates = operations.filter((one) => one.kind === 'update');
    const both = await Promise.allSettled([insert(inserts), update(updates)]);
    const [a, b] = both.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    return a && b ? combine(a, b) : NOTHING;
  };
};

const resultOf = (
  operations: readonly WriteOperation[],
  outcome: BulkOutcome,
  count: (written: number) => Pick<WriteResult, 'inserted' | 'matched'>,
): WriteResult => {
  if (!outcome.known) throw outcome.outage;
  const idAt = (position: number): string => operations[position]?.id ?? '';
  return {
    ...count(outcome.written),
    duplicates: outcome.duplicates.map(idAt),
    refused: outcome.refused.map(({ position, message }) => ({ id: idAt(position), message })),
  };
};

const NOTHING: WriteResult = { inserted: 0, matched: 0, duplicates: [], refused: [] };

const combine = (a: WriteResult, b: WriteResult): WriteResult => ({
  inserted: a.inserted + b.inserted,
  matched: a.matched + b.matched,
  duplicates: [...a.duplicates, ...b.duplicates],
  refused: [...a.refused, ...b.refused],
});

type Reads = Pick<CaseStore, 'load' | 'probe' | 'entriesOf' | 'history' | 'waiting' | 'due' | 'find' | 'debts'>;

/** A single id is asked for as such, which the server answers without planning. */
const oneOf = (ids: readonly string[]): Filter<FileDocument> => {
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0 ? { _id: only } : { _id: { $in: [...ids] } };
};

const createReads = ({ files, segments, debts }: Collections, indexFor: ReturnType<typeof servingIndex>): Reads => ({
  load: async (ids) => {
    const found = await files
      .find(oneOf(ids), { projection: { history: { $slice: -TAIL_ENTRIES } } })
      .toArray()
      .catch(throwOutage);
    return found.map(fileOf);
  },
  probe: async (asked) => {
    const nonces = asked.flatMap(({ nonce }) => nonce ?? []);
    const found = await files
      .find(oneOf(asked.map(({ id }) => id)), {
        projection: { version: 1, history: { $elemMatch: { nonce: { $in: nonces } } } },
      })
      .toArray()
      .catch(throwOutage);
    return found.map(({ _id, version, history }) => ({
      id: _id,
      version,
      nonces: (history ?? []).map(({ nonce }) => nonce),
    }));
  },
  entriesOf: async (id, causeId) => {
    const cond = { $eq: ['$$this.cause', { $literal: causeId }] };
    // the document first: what is sealed away in between is in a segment already
    const hot = await files
      .findOne({ _id: id }, { projection: { history: { $filter: { input: '$history', cond } } } })
      .catch(throwOutage);
    const sealed = await segments
      .find({ file: id, causes: causeId }, { hint: INDEX.causes })
      .toArray()
      .catch(throwOutage);
    const old = sealed.toSorted((a, b) => a.to - b.to).flatMap(({ entries }) => entries);
    return [...old.filter(({ cause }) => cause === causeId), ...(hot?.history ?? [])].map(entryOf);
  },
  history: async (id, fromN = 1) => {
    const file = await files.findOne({ _id: id }, { projection: { history: 1, base: 1 } }).catch(throwOutage);
    const hot = file?.history ?? [];
    const sealed =
      file && file.base.n >= fromN
        ? await segments
            .find({ file: id, to: { $gte: fromN } }, { hint: INDEX.history })
            .sort({ to: 1 })
            .toArray()
            .catch(throwOutage)
        : [];
    const old = sealed.flatMap(({ entries }) => entries).filter(({ n }) => n < (hot[0]?.n ?? Number.POSITIVE_INFINITY));
    return [...old, ...hot].filter(({ n }) => n >= fromN).map(entryOf);
  },
  waiting: async (limit) => {
    const found = await files
      .find({ relayAt: { $gt: 0 } }, { projection: { relayed: 1, head: 1 }, hint: INDEX.waiting })
      .sort({ relayAt: 1 })
      .limit(limit)
      .toArray()
      .catch(throwOutage);
    return found.map(({ _id, relayed, head }) => ({ id: _id, relayed, n: head.n }));
  },
  due: async (slots, until, limit, words) => {
    const found = await files
      .find(
        { slot: { $in: [...slots] }, wakeAt: { $lte: until }, schemaVersion: { $lte: words } },
        { projection: { version: 1, wakeAt: 1 }, hint: INDEX.due },
      )
      .sort({ wakeAt: 1 })
      .limit(limit)
      .toArray()
      .catch(throwOutage);
    return found.map(({ _id, version, wakeAt }) => ({ id: _id, version, wakeAt: wakeAt ?? until }));
  },
  find: async (query) => {
    const found: FileDocument[] = [];
    const hint = indexFor(query);
    for (const { filter, order } of rangesOf(query)) {
      const limit = query.limit - found.length;
      if (limit <= 0) break; // to the driver 0 is no limit at all
      const rows = files
        .find(filter, { projection: rowProjection(query.fields), hint })
        .sort(order)
        .limit(limit);
      found.push(...(await rows.toArray().catch(throwOutage)));
    }
    return found.map(({ _id, version, revision, schemaVersion, find, state }) => ({
      id: _id,
      version,
      revision,
      schemaVersion,
      find,
      state: query.fields?.length === 0 ? {} : pick(stateOf(state), query.fields),
    }));
  },
  debts: (until, limit) =>
    debts
      .find({ askAt: { $lte: until } }, { hint: INDEX.asks })
      .sort({ askAt: 1 })
      .limit(limit)
      .toArray()
      .catch(throwOutage),
});

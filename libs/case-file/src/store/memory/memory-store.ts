import type { Json, JsonObject } from '@yimen/kernel';
import { bytesOf } from '../../history/hash.ts';
import { TAIL_ENTRIES } from '../../limits.ts';
import type { Debt, Segment, StoredFile } from '../document.ts';
import { pick } from '../pick.ts';
import { type CaseStore, requireScalars, type UpdateOperation, type WriteOperation } from '../port.ts';
import { matches, ordered } from './query.ts';

/** What the twin holds; several stores may share one, as replicas share a database. */
export interface Memory {
  readonly files: Map<string, StoredFile>;
  readonly segments: Map<string, Segment>;
  readonly debts: Map<string, Debt>;
  /** Group → member → alive until. */
  readonly members: Map<string, Map<string, number>>;
}

/** An empty memory. */
export const createMemory = (): Memory => ({
  files: new Map(),
  segments: new Map(),
  debts: new Map(),
  members: new Map(),
});

/** Options of the twin. */
export interface MemoryStoreOptions {
  /** Scalars under `find` that are unique where present. */
  readonly unique?: readonly string[];
}

/** The store in memory: same promises as MongoDB's, for unit tests, properties and journeys without servers. */
export const createMemoryStore = (memory: Memory = createMemory(), options: MemoryStoreOptions = {}): CaseStore => {
  const { files } = memory;
  const segmentsOf = (id: string): readonly Segment[] =>
    [...memory.segments.values()].filter(({ file }) => file === id).sort((a, b) => a.from - b.from);

  return {
    load: async (ids) => ids.flatMap((id) => tailOf(files.get(id))),
    write: async (operations) => {
      const duplicates: string[] = [];
      let inserted = 0;
      let matched = 0;
      for (const operation of operations) {
        if (isDuplicate(files, operation, options.unique ?? [])) duplicates.push(operation.id);
        else if (operation.kind === 'insert') inserted += insert(files, operation.file);
        else matched += update(files, operation);
      }
      return { inserted, matched, duplicates, refused: [] };
    },
    probe: async (asked) =>
      asked.flatMap(({ id, nonce }) => {
        const file = files.get(id);
        if (!file) return [];
        const there = nonce !== undefined && file.history.some((entry) => entry.nonce === nonce);
        return [{ id, version: file.version, nonces: there ? [nonce] : [] }];
      }),
    entriesOf: async (id, causeId) =>
      [...segmentsOf(id).flatMap(({ entries }) => entries), ...(files.get(id)?.history ?? [])].filter(
        ({ cause }) => 'id' in cause && cause.id === causeId,
      ),
    history: async (id, fromN = 1) => {
      const file = files.get(id);
      const sealed = file ? segmentsOf(id).flatMap(({ entries }) => entries) : [];
      const hot = file?.history ?? [];
      return structuredClone([...sealed.filter(({ n }) => n < (hot[0]?.n ?? Infinity)), ...hot]).filter(
        ({ n }) => n >= fromN,
      );
    },
    mark: async (marks) => {
      for (const { id, n, version } of marks) {
        const file = files.get(id);
        if (!file) continue;
        const { relayAt, ...rest } = file;
        const ended = relayAt === undefined || file.version === version;
        files.set(id, { ...rest, relayed: Math.max(file.relayed, n), ...(ended ? {} : { relayAt }) });
      }
    },
    waiting: async (limit) =>
      [...files.values()]
        .filter((file) => file.relayAt !== undefined)
        .sort((a, b) => (a.relayAt ?? 0) - (b.relayAt ?? 0))
        .slice(0, limit)
        .map((file) => ({ id: file._id, relayed: file.relayed, n: file.head.n })),
    due: async (slots, until, limit, words) =>
      [...files.values()]
        .flatMap(({ _id, version, schemaVersion, wakeAt, slot }) =>
          wakeAt !== undefined && wakeAt <= until && slots.includes(slot) && schemaVersion <= words
            ? [{ id: _id, version, wakeAt }]
            : [],
        )
        .sort((a, b) => (a.wakeAt < b.wakeAt ? -1 : 1))
        .slice(0, limit),
    postpone: async ({ id, version, wakeAt: was }, wakeAt) => {
      const file = files.get(id);
      if (file && file.version === version && file.wakeAt === was) files.set(id, { ...file, wakeAt });
    },
    touch: async (id, name, value) => {
      const file = files.get(id);
      if (file) files.set(id, { ...file, beside: { ...file.beside, [name]: structuredClone(value) } });
    },
    seal: async (segment) => {
      const sealed = memory.segments.get(segment._id) ?? structuredClone(segment);
      memory.segments.set(sealed._id, sealed);
      const file = files.get(sealed.file);
      const last = sealed.entries.at(-1);
      if (!file || !last || file.base.n !== sealed.from - 1) return sealed.to;
      const history = file.history.filter(({ n }) => n > sealed.to);
      files.set(file._id, {
        ...file,
        history,
        base: { n: last.n, hash: last.hash },
        bytes: file.bytes - bytesOf(sealed.entries),
      });
      return sealed.to;
    },
    find: async (query) => {
      requireScalars(query);
      return ordered(
        [...files.values()].filter((file) => matches(file, query)),
        query,
      )
        .slice(0, query.limit)
        .map((file) => ({
          id: file._id,
          version: file.version,
          revision: file.revision,
          schemaVersion: file.schemaVersion,
          find: structuredClone(file.find),
          state: structuredClone(pick(file.state, query.fields)),
        }));
    },
    owe: async (debts) => {
      const fresh = debts.filter(({ _id }) => !memory.debts.has(_id)).map(({ _id }) => _id);
      for (const debt of debts) {
        const before = memory.debts.get(debt._id);
        memory.debts.set(debt._id, before ? { ...before, upTo: Math.max(before.upTo, debt.upTo) } : debt);
      }
      return fresh;
    },
    debts: async (until, limit) =>
      [...memory.debts.values()]
        .filter(({ askAt }) => askAt <= until)
        .sort((a, b) => a.askAt - b.askAt)
        .slice(0, limit),
    asked: async (id, asks, askAt) => {
      const debt = memory.debts.get(id);
      if (debt) memory.debts.set(id, { ...debt, asks, askAt });
    },
    settleDebt: async (id, upTo) => {
      if ((memory.debts.get(id)?.upTo ?? Infinity) <= upTo) memory.debts.delete(id);
    },
    beat: async (group, member, until) => {
      const members = memory.members.get(group) ?? new Map<string, number>();
      memory.members.set(group, members.set(member, until));
    },
    leave: async (group, member) => {
      memory.members.get(group)?.delete(member);
    },
    living: async (group, now) =>
      [...(memory.members.get(group) ?? [])].filter(([, until]) => until > now).map(([member]) => member),
  };
};

const tailOf = (file: StoredFile | undefined): StoredFile[] =>
  file ? [structuredClone({ ...file, history: file.history.slice(-TAIL_ENTRIES) })] : [];

const insert = (files: Map<string, StoredFile>, file: StoredFile): number => {
  files.set(file._id, structuredClone(file));
  return 1;
};

const update = (files: Map<string, StoredFile>, operation: UpdateOperation): number => {
  const file = files.get(operation.id);
  if (!file || file.version !== operation.version) return 0;
  const { wakeAt, relayAt, ...rest } = file;
  files.set(
    operation.id,
    structuredClone({
      ...rest,
      ...(wakeAt === undefined || operation.unset.includes('wakeAt') ? {} : { wakeAt }),
      ...(relayAt === undefined || operation.unset.includes('relayAt') ? {} : { relayAt }),
      ...operation.set,
      history: [...file.history, ...operation.push],
      bytes: file.bytes + operation.addBytes,
      relayed: Math.max(file.relayed, operation.relayed ?? 0),
    }),
  );
  return 1;
};

const isDuplicate = (files: Map<string, StoredFile>, operation: WriteOperation, unique: readonly string[]): boolean => {
  if (operation.kind === 'insert' && files.has(operation.id)) return true;
  if (operation.kind === 'update' && files.get(operation.id)?.version !== operation.version) return false;
  const find: JsonObject = (operation.kind === 'insert' ? operation.file.find : operation.set.find) ?? {};
  return unique.some((scalar) => {
    const value: Json | undefined = find[scalar];
    if (value === undefined) return false;
    return [...files.values()].some((file) => file._id !== operation.id && file.find[scalar] === value);
  });
};

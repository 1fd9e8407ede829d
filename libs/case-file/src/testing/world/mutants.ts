import type { CloudEvent } from '../../cloud-event.ts';
import type { CaseFiles } from '../../door/case-files.ts';
import type { Limits } from '../../limits.ts';
import type { StoredFile } from '../../store/document.ts';
import type { CaseStore } from '../../store/port.ts';
import type { Permit, PermitCommand } from '../permit.ts';

type Files = CaseFiles<Permit, PermitCommand>;

/** One rule removed: faulty parts that a world is built of. */
export interface Mutant {
  readonly store: (store: CaseStore) => CaseStore;
  readonly nonces: (nonces: () => string) => () => string;
  readonly relayFiles: (files: Files) => Files;
  readonly message: (message: CloudEvent, known: StoredFile | undefined) => CloudEvent;
  readonly limits: Partial<Limits>;
  /** Offsets are committed before the batch is stored. */
  readonly commitsFirst: boolean;
  /** The kind of world in which it shows soonest. */
  readonly world: {
    readonly replicas?: number;
    readonly documents?: number;
    readonly commands?: number;
    readonly crashes?: number;
  };
}

/** Nothing is wrong. */
export const HONEST: Mutant = {
  store: (store) => store,
  nonces: (nonces) => nonces,
  relayFiles: (files) => files,
  message: (message) => message,
  limits: {},
  commitsFirst: false,
  world: {},
};

const mutant = (parts: Partial<Mutant>): Mutant => ({ ...HONEST, ...parts });
const uncached = { cacheFiles: 0 };
const loading =
  (change: (file: StoredFile) => StoredFile) =>
  (store: CaseStore): CaseStore => ({
    ...store,
    load: async (ids) => (await store.load(ids)).map(change),
  });

/** The rules that were removed one by one; each must break the world for some seed. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'every writer uses the same nonce': mutant({ nonces: () => () => 'same' }),
  'an unknown outcome is taken for won': mutant({
    store: (store) => ({
      ...store,
      write: (operations) =>
        store.write(operations).then((result) => ({ ...result, matched: operations.length - result.inserted })),
    }),
  }),
  'an update does not look at the version': mutant({
    store: (store) => ({
      ...store,
      write: async (operations) => {
        const found = await store.load(operations.map(({ id }) => id));
        return store.write(
          operations.map((operation) => {
            const version = found.find(({ _id }) => _id === operation.id)?.version;
            return operation.kind === 'insert' || version === undefined ? operation : { ...operation, version };
          }),
        );
      },
    }),
  }),
  'causes are not looked for': mutant({
    limits: uncached,
    store: (store) => ({
      ...loading((file) => ({ ...file, history: file.history.map((entry) => ({ ...entry, cause: { id: '' } })) }))(
        store,
      ),
      entriesOf: async () => [],
    }),
  }),
  'causes are looked for in the document only': mutant({
    limits: uncached,
    world: { documents: 1, commands: 40 },
    store: (store) => ({
      ...store,
      entriesOf: async (id, causeId) => {
        const [file] = await store.load([id]);
        return (await store.entriesOf(id, causeId)).filter(({ n }) => n > (file?.base.n ?? 0));
      },
    }),
  }),
  'a mark always ends the waiting': mutant({
    world: { documents: 1, commands: 30, crashes: 8 },
    store: (store) => ({
      ...store,
      mark: async (marks) => {
        const found = await store.load(marks.map(({ id }) => id));
        await store.mark(
          marks.map((mark) => ({ ...mark, version: found.find(({ _id }) => _id === mark.id)?.version ?? 0 })),
        );
      },
    }),
  }),
  'a mark says more than was published': mutant({
    store: (store) => ({ ...store, mark: (marks) => store.mark(marks.map((mark) => ({ ...mark, n: mark.n + 1 }))) }),
  }),
  'the relay publishes only what its process wrote': mutant({
    relayFiles: (files) => ({
      ...files,
      onSaved: (listener) =>
        files.onSaved((saved) => {
          const first = saved.entries[0];
          listener(first ? { ...saved, file: { ...saved.file, relayed: first.n - 1 } } : saved);
        }),
    }),
  }),
  'nobody sweeps': mutant({ store: (store) => ({ ...store, waiting: async () => [] }) }),
  'the inbox does not look at what it has seen': mutant({
    limits: uncached,
    store: loading((file) => ({ ...file, seen: [] })),
    message: (message) => ({ ...message, sequence: 1 }),
  }),
  'the inbox takes messages after a gap': mutant({
    message: (message, known) => {
      const seen = known?.seen.find(({ source }) => source === message.source)?.n ?? 0;
      return message.sequence > seen + 1 ? { ...message, sequence: seen + 1 } : message;
    },
  }),
  'offsets are committed first': mutant({ commitsFirst: true, world: { replicas: 1, crashes: 6 } }),
  'an insert overwrites what is there': mutant({
    store: (store) => ({
      ...store,
      write: async (operations) => {
        const found = await store.load(operations.map(({ id }) => id));
        return store.write(
          operations.map((operation) => {
            const file = found.find(({ _id }) => _id === operation.id);
            if (operation.kind === 'update' || !file) return operation;
            const { id, nonce, bytes, texts, file: after } = operation;
            const { _id, history, base, slot, relayed, bytes: addBytes, ...set } = after;
            return {
              kind: 'update',
              id,
              nonce,
              bytes,
              texts,
              version: file.version,
              set,
              unset: [],
              push: history,
              addBytes,
            };
          }),
        );
      },
    }),
  }),
  'nothing owed is remembered': mutant({ store: (store) => ({ ...store, owe: async () => [] }) }),
};

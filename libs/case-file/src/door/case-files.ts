import type { Clocks, JsonObject, Refusal } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import type { CaseFile, Entry, Outcome } from '../entry.ts';
import type { Forgotten } from '../history/draft.ts';
import { createSealAway } from '../history/seal-away.ts';
import type { Delivery, InboxCallbacks, Received } from '../inbox/delivery.ts';
import { createPassOver, type Settled } from '../inbox/pass-over.ts';
import { createReceive } from '../inbox/receive.ts';
import { LIMITS, type Limits } from '../limits.ts';
import { createGatheredLoad } from '../store/gathered-load.ts';
import { createGroupCommit } from '../store/group-commit.ts';
import type { CaseStore, FindQuery, Found } from '../store/port.ts';
import { createFind } from '../versions/find.ts';
import { requireUpcasts, upcastFile } from '../versions/upcast.ts';
import { createFileCache } from './cache.ts';
import { createHandle, type HandleOptions, type RequestCause } from './handle.ts';
import type { DoorParts, SavedListener } from './parts.ts';
import { type DataKeys, openSealed } from './personal.ts';
import { createPublished } from './published.ts';
import { createSerial } from './serial.ts';
import { storedOf, viewOf } from './view.ts';

/** All files of one kind, as a service uses them. */
export interface CaseFiles<S extends JsonObject, C extends Command> {
  readonly aggregate: Aggregate<S, C>;
  /** The one door for requests and timers. Throws `Outage` when the outcome cannot be known in time; ask again with the same cause. */
  readonly handle: (
    id: string,
    command: C,
    cause: RequestCause,
    options?: HandleOptions,
  ) => Promise<Outcome<S> | Refusal>;
  /** The door for messages; see `Delivery`. Needs `inbox` callbacks. */
  readonly receive: (batch: readonly Delivery<C>[]) => Promise<Received>;
  /** Lets a file go on behind a dead message that a human has settled by hand; false when it is not the next one. */
  readonly passOver: (id: string, settled: Settled) => Promise<boolean>;
  /** The file as the majority has it, or `undefined`. */
  readonly load: (id: string) => Promise<CaseFile<S> | undefined>;
  /** The whole history, sealed segments included. */
  readonly history: (id: string) => Promise<readonly Entry[]>;
  /** The personal fields in clear: of one entry (its number, or the entry itself), or of all together, where the later counts. */
  readonly reveal: (file: string | CaseFile<S>, entry?: number | Entry) => Promise<JsonObject>;
  /** Rows by the scalars under `find`, with a limit and keyset pages. */
  readonly find: (query: FindQuery) => Promise<readonly Found[]>;
  /** Replaces what stands under a plain name beside the history (counters of polls): no version, no entry, no event. */
  readonly touch: (id: string, name: string, value: JsonObject) => Promise<void>;
  /** Calls the listener after each write that this process won; answers a function that ends it. */
  readonly onSaved: (listener: SavedListener) => () => void;
  /** What relay and timers share with the door. */
  readonly parts: DoorParts<S, C>;
}

/** What a service gives to have case files. */
export interface CaseFilesParts<S extends JsonObject, C extends Command> {
  readonly aggregate: Aggregate<S, C>;
  readonly store: CaseStore;
  readonly keyring?: DataKeys;
  /** A new nonce at each call: `createNonces(writer)`. */
  readonly nonces: () => string;
  /** Of the store: `openRestores(store)`. */
  readonly restores?: Forgotten;
  readonly clocks: Clocks;
  readonly limits?: Partial<Limits>;
  readonly inbox?: InboxCallbacks<C>;
  /** Told of faults of listeners and background work; never personal data. */
  readonly onFault?: (fault: unknown) => void;
  readonly pause?: (ms: number) => Promise<void>;
}

/** Nonces of one writer: its id must be new at each start of a process. */
export const createNonces = (writer: string): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    return `${writer}-${count}`;
  };
};

/** Opens the one door to all files of one kind. */
export const createCaseFiles = <S extends JsonObject, C extends Command>(
  given: CaseFilesParts<S, C>,
): CaseFiles<S, C> => {
  const { aggregate, store, keyring, nonces, clocks } = given;
  requireUpcasts(aggregate);
  const limits: Limits = { ...LIMITS, ...given.limits };
  const pause = given.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const gathered = createGatheredLoad(store, limits.bulkLimit);
  const listeners = new Set<SavedListener>();
  const parts: DoorParts<S, C> = {
    aggregate,
    store,
    ...(keyring ? { keyring } : {}),
    ...(given.inbox ? { inbox: given.inbox } : {}),
    ...(given.restores ? { restores: given.restores } : {}),
    nonces,
    clocks,
    limits,
    load: async (id) => {
      const file = await gathered(id);
      return file && upcastFile(aggregate, file);
    },
    commit: createGroupCommit({ store, limits, now: clocks.system, pause }),
    cache: createFileCache(limits.cacheFiles),
    published: createPublished(limits.cacheFiles * 2),
    serial: createSerial(limits.queueLimit),
    pause,
    onFault: (fault) => given.onFault?.(fault),
    saved: (saved) => {
      for (const listener of listeners) {
        try {
          listener(saved);
        } catch (fault) {
          given.onFault?.(fault);
        }
      }
    },
  };
  const sealAway = createSealAway(parts);
  listeners.add(({ file }) => sealAway(file));
  const noInbox = (): never => {
    throw new TypeError('These case files take no messages: no inbox was given.');
  };
  const load = async (id: string): Promise<CaseFile<S> | undefined> => {
    const file = await parts.load(id);
    return file && viewOf<S>(file);
  };
  const reveal = async (of: string | CaseFile<S>, n?: number | Entry): Promise<JsonObject> => {
    const view = typeof of === 'string' ? await load(of) : of;
    const file = view && (storedOf(view) ?? (await parts.load(view.id)));
    if (!file) return {};
    if (typeof n === 'object') return openSealed(keyring, file, [n]);
    const near = file.history.filter((entry) => n === undefined || entry.n === n);
    const whole = n === undefined ? file.history.length >= file.head.n : near.length > 0;
    const entries = whole ? near : (await store.history(file._id)).filter((entry) => n === undefined || entry.n === n);
    return openSealed(keyring, file, entries);
  };
  return {
    aggregate,
    handle: createHandle(parts),
    receive: given.inbox ? createReceive(parts, given.inbox) : noInbox,
    passOver: createPassOver(parts),
    load,
    history: (id) => store.history(id),
    reveal,
    find: createFind(aggregate, store),
    touch: async (id, name, value) => {
      if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new TypeError(`A plain name is needed, not ${name}.`);
      await store.touch(id, name, value);
    },
    onSaved: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    parts,
  };
};

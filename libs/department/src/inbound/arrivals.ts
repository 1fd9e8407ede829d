import type { Arrival } from '@yimen/adapter';
import type { Clock } from '@yimen/kernel';
import type { Keyring, WrappedKey } from '@yimen/personal-data';
import { seal } from '@yimen/personal-data';
import { type Collection, declareIndexes, indexName, isDuplicateKey, type Store, throwOutage } from '@yimen/store';

/** `waiting` to be matched · `unmatched`: tried, and tried again · `unreadable`: a human must look. */
type ArrivalStatus = 'waiting' | 'matched' | 'unmatched' | 'unreadable';

/** News of a system, kept as it came; the body is sealed, for it may speak of persons. */
export interface StoredArrival extends Omit<Arrival, 'id'> {
  readonly _id: string;
  readonly status: ArrivalStatus;
  readonly bytes: number;
  readonly attempts: number;
  /** System ms of the next attempt. */
  readonly nextAt: number;
  readonly body: { readonly key: WrappedKey; readonly sealed: string };
  readonly dossier?: string;
  readonly reason?: string;
}

/** Where arrivals live. */
export interface Arrivals {
  /** Stores before it is answered; the same push again is already there. Answers its id. */
  readonly keep: (arrival: Arrival, body: Buffer) => Promise<string>;
  readonly due: (limit: number) => Promise<readonly StoredArrival[]>;
  readonly matched: (id: string, dossier: string, reason?: string) => Promise<void>;
  /** Tries again later. */
  readonly postpone: (arrival: StoredArrival, reason: string) => Promise<void>;
  /** Tries no more: it contradicts what its dossier knows, and is left in plain sight for a human. */
  readonly setAside: (id: string, dossier: string, reason: string) => Promise<void>;
  /** A receipt has become known: what waits for it is due at once. */
  readonly hurry: (system: string, receipt: string) => Promise<void>;
  readonly list: (query: ArrivalQuery) => Promise<readonly StoredArrival[]>;
}

/** One page of the list, newest first. */
interface ArrivalQuery {
  readonly systems: readonly string[];
  readonly status?: ArrivalStatus;
  readonly before?: { readonly receivedAt: string; readonly id: string };
  readonly limit: number;
}

const COLLECTION = 'arrivals';
const DUE = { key: { status: 1, nextAt: 1 } } as const;
const NEWEST_OF_STATUS = { key: { status: 1, receivedAt: -1, _id: -1 } } as const;
const NEWEST = { key: { receivedAt: -1, _id: -1 } } as const;
const THEIRS = { key: { system: 1, theirReceipt: 1 }, options: { sparse: true } } as const;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 600_000;
const NEVER = Number.MAX_SAFE_INTEGER;
const OPEN: ArrivalStatus[] = ['waiting', 'unmatched'];

/** Opens the arrivals of one department. */
export const openArrivals = async (store: Store, keyring: Keyring, now: Clock): Promise<Arrivals> => {
  await declareIndexes(store, [
    { collection: COLLECTION, ...DUE },
    { collection: COLLECTION, ...NEWEST_OF_STATUS },
    { collection: COLLECTION, ...NEWEST },
    { collection: COLLECTION, ...THEIRS },
  ]);
  const arrivals: Collection<StoredArrival> = store.collection(COLLECTION);
  const change = async (id: string, set: Partial<StoredArrival>): Promise<void> => {
    await arrivals.updateOne({ _id: id }, { $set: set }).catch(throwOutage);
  };

  return {
    keep: async ({ id, ...arrival }, body) => {
      const { key, wrapped } = keyring.newDataKey(id);
      const stored: StoredArrival = {
        ...arrival,
        _id: id,
        status: arrival.unintelligible === undefined ? 'waiting' : 'unreadable',
        bytes: body.length,
        attempts: 0,
        nextAt: now(),
        body: { key: wrapped, sealed: seal(key, id, { body: body.toString('base64') }) },
      };
      await arrivals.insertOne(stored).catch((error) => (isDuplicateKey(error) ? undefined : throwOutage(error)));
      return id;
    },
    due: (limit) =>
      arrivals
        .find({ status: { $in: OPEN }, nextAt: { $lte: now() } }, { hint: indexName(DUE) })
        .sort({ nextAt: 1 })
        .limit(limit)
        .toArray()
        .catch(throwOutage),
    matched: (id, dossier, reason) =>
      change(id, { status: 'matched', dossier, ...(reason === undefined ? {} : { reason }) }),
    postpone: ({ _id, attempts }, reason) =>
      change(_id, {
        status: 'unmatched',
        reason,
        attempts: attempts + 1,
        nextAt: now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20)),
      }),
    setAside: (id, dossier, reason) => change(id, { status: 'unmatched', dossier, reason, nextAt: NEVER }),
    hurry: async (system, theirReceipt) => {
      await arrivals
        .updateMany(
          { system, theirReceipt, status: { $in: OPEN } },
          { $set: { nextAt: now() } },
          { hint: indexName(THEIRS) },
        )
        .catch(throwOutage);
    },
    list: ({ systems, status, before, limit }) =>
      arrivals
        .find({
          system: { $in: [...systems] },
          ...(status === undefined ? {} : { status }),
          ...(before
            ? {
                $or: [
                  { receivedAt: { $lt: before.receivedAt } },
                  { receivedAt: before.receivedAt, _id: { $lt: before.id } },
                ],
              }
            : {}),
        })
        .project<StoredArrival>({ body: 0 })
        .sort({ receivedAt: -1, _id: -1 })
        .hint(indexName(status === undefined ? NEWEST : NEWEST_OF_STATUS))
        .limit(limit)
        .toArray()
        .catch(throwOutage),
  };
};

import type { Outage } from '@yimen/kernel';
import type { Store } from './connection.ts';
import { type Document, driver, type Filter, type UpdateFilter } from './driver.ts';
import { isOutageCode, outageOf } from './outages.ts';

/** What is known about a bulk after it was sent. Positions are those of the operations handed in. */
export type BulkOutcome =
  | {
      readonly known: true;
      /** Documents inserted, or matched by an update. */
      readonly written: number;
      /** Operations that a unique index refused. */
      readonly duplicates: readonly number[];
      /** Operations that the server refused for another reason; they were not written. */
      readonly refused: readonly { readonly position: number; readonly code: number; readonly message: string }[];
    }
  /** Cut off, time-out, write concern or not primary: any part of it may have been written, or still will be. */
  | { readonly known: false; readonly outage: Outage };

/** An update of one document. */
export interface BulkUpdate<T extends Document> {
  readonly filter: Filter<T>;
  readonly update: UpdateFilter<T>;
}

/** Inserts documents, unordered, in one command, and tells what is definite from what is unknown; throws faults only. */
export const bulkInsert = <T extends Document>(
  store: Store,
  collection: string,
  documents: readonly T[],
): Promise<BulkOutcome> => send(store, { insert: collection, documents, ordered: false });

/** Updates one document per operation, unordered, in one command; as `bulkInsert`. */
export const bulkUpdate = <T extends Document>(
  store: Store,
  collection: string,
  updates: readonly BulkUpdate<T>[],
): Promise<BulkOutcome> =>
  send(store, {
    update: collection,
    updates: updates.map(({ filter, update }) => ({ q: filter, u: update })),
    ordered: false,
  });

interface WriteReply extends Document {
  readonly n: number;
  readonly writeErrors?: readonly { readonly index: number; readonly code: number; readonly errmsg?: string }[];
  readonly writeConcernError?: { readonly code: number; readonly errmsg?: string };
}

/** The command itself: the driver's own bulk serialises each operation once more, only to know its size. */
const send = async ({ db }: Store, command: Document): Promise<BulkOutcome> => {
  const { w, journal, wtimeoutMS } = db.writeConcern ?? {};
  const writeConcern = { w: w ?? 'majority', j: journal ?? true, ...(wtimeoutMS ? { wtimeout: wtimeoutMS } : {}) };
  try {
    return outcomeOf((await db.command({ ...command, writeConcern })) as WriteReply);
  } catch (error) {
    const outage = outageOf(error);
    if (outage) return { known: false, outage };
    throw error;
  }
};

const outcomeOf = ({ n, writeErrors = [], writeConcernError }: WriteReply): BulkOutcome => {
  const away = writeConcernError ?? writeErrors.find(({ code }) => isOutageCode(code));
  if (away) {
    const { code, errmsg = 'n/a' } = away;
    const error = new driver.MongoServerError({
      message: errmsg,
      code: writeConcernError ? WRITE_CONCERN_FAILED : code,
    });
    const outage = outageOf(error);
    if (outage) return { known: false, outage };
  }
  return {
    known: true,
    written: n,
    duplicates: writeErrors.filter(({ code }) => code === DUPLICATE_KEY).map(({ index }) => index),
    refused: writeErrors
      .filter(({ code }) => code !== DUPLICATE_KEY)
      .map(({ index, code, errmsg }) => ({ position: index, code, message: errmsg ?? '' })),
  };
};

const DUPLICATE_KEY = 11000;
/** Written here, unknown on the majority. */
const WRITE_CONCERN_FAILED = 64;

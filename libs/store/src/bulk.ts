import type { Outage } from '@yimen/kernel';
import { type AnyBulkWriteOperation, type Collection, type Document, driver } from './driver.ts';
import { isOutageCode, outageOf } from './outages.ts';

/** What is known about a bulk after it was sent. Positions are those of the operations handed in. */
export type BulkOutcome =
  | {
      readonly known: true;
      readonly matched: number;
      readonly inserted: number;
      readonly upserted: number;
      /** Operations that a unique index refused. */
      readonly duplicates: readonly number[];
      /** Operations that the server refused for another reason; they were not written. */
      readonly refused: readonly { readonly position: number; readonly code: number; readonly message: string }[];
    }
  /** Cut off, time-out, write concern or not primary: any part of it may have been written, or still will be. */
  | { readonly known: false; readonly outage: Outage };

/** Sends an unordered bulk and tells what is definite from what is unknown; throws faults only. */
export const bulk = async <T extends Document>(
  collection: Collection<T>,
  operations: readonly AnyBulkWriteOperation<T>[],
): Promise<BulkOutcome> => {
  try {
    const result = await collection.bulkWrite(operations, { ordered: false });
    return {
      known: true,
      matched: result.matchedCount,
      inserted: result.insertedCount,
      upserted: result.upsertedCount,
      duplicates: [],
      refused: [],
    };
  } catch (error) {
    return settled(error);
  }
};

const settled = (error: unknown): BulkOutcome => {
  const outage = outageOf(error);
  if (outage) return { known: false, outage };
  if (!(error instanceof driver.MongoBulkWriteError)) throw error;
  const failures = [error.writeErrors].flat();
  // a batch that never reached the server has no write errors of its own: a fault, such as an oversized document
  if (failures.length === 0) throw error;
  const away = failures.find((failure) => isOutageCode(failure.code));
  if (away) {
    const cause = outageOf(new driver.MongoServerError({ message: away.errmsg ?? 'n/a', code: away.code }));
    if (cause) return { known: false, outage: cause };
  }
  return {
    known: true,
    matched: error.matchedCount,
    inserted: error.insertedCount,
    upserted: error.upsertedCount,
    duplicates: failures.filter(({ code }) => code === 11000).map(({ index }) => index),
    refused: failures
      .filter(({ code }) => code !== 11000)
      .map(({ index, code, errmsg }) => ({ position: index, code, message: errmsg ?? '' })),
  };
};

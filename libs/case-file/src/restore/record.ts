import type { Collection, Store } from '@yimen/store';
import { throwOutage } from '@yimen/store';
import type { ToldBefore } from '../history/counters.ts';

/** That this store was restored, as it was written down before its service came back. */
export interface Restore {
  /** Counts the restores of this store, from 1. */
  readonly epoch: number;
  /** System instant up to which the store remembers, at the latest. */
  readonly point: string;
  /** System instant of the restore: whatever ran before had stopped by then. */
  readonly at: string;
  /** Business instant of the same moment. */
  readonly businessAt: string;
  /** The highest case number that any topic bears, by `<division>:<year>`. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A file that had told more than the restored store remembers. */
export interface Cut {
  readonly file: string;
  readonly told: readonly ToldBefore[];
}

export type RestoreDocument = Omit<Restore, 'epoch'> & {
  readonly _id: number;
  /** The restore that wrote it, however often it had to begin again. */
  readonly run?: string;
  readonly done?: true;
};
export type CutDocument = Cut & { readonly _id: string; readonly epoch: number };
/** Hashes of entries that stand on topics and nowhere else. */
export interface VoidDocument {
  readonly _id: string;
  readonly hashes: readonly string[];
}

/** Where restores are written down, in the database of the service itself. */
export const restoreCollections = (
  store: Store,
): {
  readonly restores: Collection<RestoreDocument>;
  readonly cuts: Collection<CutDocument>;
  readonly voids: Collection<VoidDocument>;
} => ({
  restores: store.collection('restores'),
  cuts: store.collection('restore-cuts'),
  voids: store.collection('restore-voids'),
});

const VOIDS_PER_DOCUMENT = 20_000;

/**
 * Writes down that a store was restored, for its service to read at its next start; answers the epoch. The head comes
 * last: what is cut off before it counts as never written. The same `run` writes the same epoch again.
 */
export const recordRestore = async (
  store: Store,
  restore: Omit<Restore, 'epoch'> & { readonly run?: string },
  found: { readonly cuts: readonly Cut[]; readonly voids: readonly string[] },
): Promise<number> => {
  const { restores, cuts, voids } = restoreCollections(store);
  const [last] = await restores.find({}).sort({ _id: -1 }).limit(1).toArray().catch(throwOutage);
  const isAgain = last?.run !== undefined && last.run === restore.run;
  const epoch = (last?._id ?? 0) + (isAgain ? 0 : 1);
  for (const cut of found.cuts) {
    const document: CutDocument = { _id: `${epoch}|${cut.file}`, epoch, ...cut };
    await cuts.replaceOne({ _id: document._id }, document, { upsert: true }).catch(throwOutage);
  }
  for (let from = 0; from < found.voids.length; from += VOIDS_PER_DOCUMENT) {
    const hashes = found.voids.slice(from, from + VOIDS_PER_DOCUMENT);
    const _id = `${epoch}|${from}`;
    await voids.replaceOne({ _id }, { hashes }, { upsert: true }).catch(throwOutage);
  }
  await restores.replaceOne({ _id: epoch }, restore, { upsert: true }).catch(throwOutage);
  return epoch;
};

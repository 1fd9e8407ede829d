import type { Store } from './connection.ts';
import { type Collection, driver } from './driver.ts';
import type { FileDocument, FileRemoval } from './file-removal.ts';
import { throwOutage } from './outages.ts';

/** How far a sweep has come. */
interface Swept {
  readonly _id: string;
  readonly upTo?: unknown;
}

/** Whether an owner names a file by now. */
export type Names = (owner: string, id: string) => Promise<boolean>;

/** Uploads that one question brings at most. */
const PAGE = 1_000;

/** Removes what crashes left of uploads; see `FileStore.sweep`. */
export const createFileSweep = (
  store: Store,
  bucketName: string,
  { files, removal }: { readonly files: Collection<FileDocument>; readonly removal: FileRemoval },
) => {
  const chunks = store.collection(`${bucketName}.chunks`);
  const swept = store.collection<Swept>(`${bucketName}.swept`);

  const sweepParts = async (cut: unknown): Promise<number> => {
    const { upTo } = (await swept.findOne({ _id: 'parts' }).catch(throwOutage)) ?? {};
    let removed = 0;
    for (;;) {
      const found = await sweepPage({ $lt: cut, ...(upTo === undefined ? {} : { $gte: upTo }) });
      removed += found;
      if (found < PAGE) break;
    }
    // an upload of before is whole or gone by now, and stays so: no need to look at it again
    await swept.updateOne({ _id: 'parts' }, { $max: { upTo: cut } }, { upsert: true }).catch(throwOutage);
    return removed;
  };

  const sweepPage = async (started: object): Promise<number> => {
    const orphans = await chunks
      .aggregate<{ files_id: unknown }>([
        { $match: { files_id: started, n: 0 } },
        { $lookup: { from: `${bucketName}.files`, localField: 'files_id', foreignField: '_id', as: 'file' } },
        { $match: { file: [] } },
        { $limit: PAGE },
        { $project: { files_id: 1 } },
      ])
      .toArray()
      .catch(throwOutage);
    for (const { files_id } of orphans) await removal.removeParts(files_id);
    return orphans.length;
  };

  /** Answers whether it was removed: whoever puts it again meanwhile makes it loose anew, and it stays. */
  const settle = async (file: Awaited<ReturnType<typeof page>>[number], names: Names): Promise<boolean> => {
    const { _id, filename, metadata } = file;
    if (!metadata.removed) {
      const asSeen = { _id, 'metadata.loose': metadata.loose };
      if (await names(metadata.owner, filename)) {
        await files.updateOne(asSeen, { $unset: { 'metadata.loose': true } }).catch(throwOutage);
        return false;
      }
      if (!(await removal.hide(asSeen))) return false;
    }
    await removal.remove(_id);
    return true;
  };

  const page = (cut: unknown) =>
    files
      .find({ 'metadata.loose': { $lt: cut } }, { projection: { filename: 1, metadata: 1 } })
      .sort({ 'metadata.loose': 1 })
      .limit(PAGE)
      .toArray()
      .catch(throwOutage);

  return async (olderThanMs: number, names: Names): Promise<number> => {
    const cut = driver.ObjectId.createFromTime(Math.floor(olderThanMs / 1_000));
    let removed = await sweepParts(cut);
    for (;;) {
      const loose = await page(cut);
      for (const file of loose) if (await settle(file, names)) removed++;
      if (loose.length < PAGE) return removed;
    }
  };
};

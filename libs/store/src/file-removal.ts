import type { Store } from './connection.ts';
import { type Collection, driver, type Filter } from './driver.ts';
import { throwOutage } from './outages.ts';

/** What GridFS keeps of a whole file; the name is the caller's id. */
export interface FileDocument {
  readonly filename: string;
  readonly length: number;
  readonly metadata: {
    readonly sha256: string;
    readonly size: number;
    readonly owner: string;
    /** Since when nobody is known to name it; absent once its owner was seen to. */
    readonly loose?: unknown;
    /** Nobody finds it any more; its bytes may be on their way out. */
    readonly removed?: true;
  };
}

/** Takes files away so that a crash at any moment leaves what a sweep finds, and never a file without its bytes. */
export const createFileRemoval = (store: Store, bucketName: string, files: Collection<FileDocument>) => {
  const chunks = store.collection(`${bucketName}.chunks`);

  /** Bytes without a file. The first chunk goes last: by it a sweep finds the others. */
  const removeParts = async (files_id: unknown): Promise<void> => {
    await chunks.deleteMany({ files_id, n: { $gt: 0 } }).catch(throwOutage);
    await chunks.deleteMany({ files_id }).catch(throwOutage);
  };
  return {
    removeParts,
    /** Takes a file out of sight, and its name free; it is loose from now on, or since it was. */
    hide: (filter: Filter<FileDocument>) => {
      const loose = new driver.ObjectId();
      const change = { filename: `removed ${loose}`, 'metadata.loose': loose, 'metadata.removed': true as const };
      return files.findOneAndUpdate(filter, { $set: change }).catch(throwOutage);
    },
    /** Removes a file that is out of sight. */
    remove: async (_id: unknown): Promise<void> => {
      await removeParts(_id);
      await files.deleteOne({ _id } as Filter<FileDocument>).catch(throwOutage);
    },
  };
};

/** The steps of taking files away. */
export type FileRemoval = ReturnType<typeof createFileRemoval>;

import { createHash } from 'node:crypto';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Refusal, refuse } from '@yimen/kernel';
import type { Store } from './connection.ts';
import { driver } from './driver.ts';
import { createFileRemoval, type FileDocument } from './file-removal.ts';
import { createFileSweep, type Names } from './file-sweep.ts';
import { isDuplicateKey, outageOf, throwOutage } from './outages.ts';

/** A stored file; digest and size are of the plain bytes. */
export interface StoredFile {
  readonly id: string;
  /** SHA-256 of the plain bytes, hex. */
  readonly sha256: string;
  readonly size: number;
}

/** What `put` has stored just now; `since` is the moment from which it is loose. */
export interface FreshFile extends StoredFile {
  readonly since: string;
}

/** Limits and hooks of one upload. */
export interface PutOptions {
  /** Plain bytes at most. */
  readonly limitBytes: number;
  /** Who is going to name the file; until then it is loose, and `sweep` may remove it. */
  readonly owner: string;
  /** Turns plain bytes into what is stored, chunk by chunk. */
  readonly seal?: Transform;
}

/** Files in GridFS, streamed in and out, never held in memory. */
export interface FileStore {
  /**
   * Stores a stream under a fresh id. Refusals: `file-too-large`, `file-exists`. When it refuses or the source breaks,
   * nothing is left behind. After an outage the file may stand all the same, with all its bytes, and whoever puts it again
   * asks `renew` first; what did not become a file `sweep` removes.
   */
  readonly put: (id: string, source: Readable, options: PutOptions) => Promise<FreshFile | Refusal>;
  /** The stored bytes as a stream (unsealed when `unseal` is given), or `undefined`. */
  readonly get: (id: string, options?: { readonly unseal?: Transform }) => Promise<Readable | undefined>;
  readonly stat: (id: string) => Promise<StoredFile | undefined>;
  /** As `stat`, for who is going to name it only now: if it is loose, it is so from this moment on. */
  readonly renew: (id: string) => Promise<StoredFile | undefined>;
  /**
   * Removes what `put` stored, unless it was renewed since, for then somebody else is going to name it, or its owner was
   * seen to name it. Answers whether it did.
   */
  readonly takeBack: (file: FreshFile) => Promise<boolean>;
  /**
   * Removes what crashes before `olderThanMs` left: the parts of uploads that were cut off, and whole files that their
   * owner does not name. Answers how many uploads.
   */
  readonly sweep: (olderThanMs: number, names: Names) => Promise<number>;
}

/** Bytes per stored chunk. */
const CHUNK_BYTES = 1_020 * 1_024;

/** Opens (and at first use creates) a bucket. */
export const createFileStore = async (store: Store, bucketName: string): Promise<FileStore> => {
  const bucket = new driver.GridFSBucket(store.db, { bucketName, chunkSizeBytes: CHUNK_BYTES });
  const files = store.collection<FileDocument>(`${bucketName}.files`);
  const chunks = store.collection(`${bucketName}.chunks`);
  // the name is the caller's id: unique here, so two uploads under one id never mix their chunks
  await files.createIndex({ filename: 1 }, { unique: true }).catch(throwOutage);
  await files.createIndex({ 'metadata.loose': 1 }, { sparse: true }).catch(throwOutage);
  await chunks.createIndex({ files_id: 1, n: 1 }, { unique: true }).catch(throwOutage);
  const removal = createFileRemoval(store, bucketName, files);

  const find = (id: string) => files.findOne({ filename: id }).catch(throwOutage);
  const stat = async (id: string): Promise<StoredFile | undefined> => storedOf(await find(id));

  return {
    put: async (id, source, { limitBytes, owner, seal }) => {
      if (await find(id)) {
        source.destroy();
        return refuse('file-exists', 'There is a file with this id already.');
      }
      // the upload writes its metadata at its end, when the meter has seen everything
      const seen = { sha256: '', size: 0 };
      const meter = createMeter(limitBytes, seen);
      const loose = new driver.ObjectId();
      const metadata = Object.assign(seen, { owner, loose });
      const upload = bucket.openUploadStream(id, { metadata });
      const sink = createSink(upload);
      try {
        await (seal ? pipeline(source, meter, seal, sink.writable) : pipeline(source, meter, sink.writable));
        return { id, sha256: seen.sha256, size: seen.size, since: loose.toHexString() };
      } catch (error) {
        await sink.settled(); // a chunk still on its way would be stored after the others are deleted
        const isDuplicate = isDuplicateKey(error);
        // of a write whose outcome nobody told, the file may stand: its bytes must, too
        if (outageOf(error) || (sink.isEnding() && !isDuplicate)) return throwOutage(error);
        await removal.removeParts(upload.id);
        if (seen.size > limitBytes) return refuse('file-too-large', 'The file is larger than allowed.', { limitBytes });
        if (isDuplicate) return refuse('file-exists', 'There is a file with this id already.');
        return throwOutage(error);
      }
    },
    get: async (id, options) => {
      const found = await find(id);
      if (!found) return undefined;
      const download = Readable.from(withOutages(bucket.openDownloadStream(found._id)), { objectMode: false });
      if (!options?.unseal) return download;
      const { unseal } = options;
      pipeline(download, unseal).catch(() => {}); // whoever reads `unseal` gets the error
      return unseal;
    },
    stat,
    renew: async (id) => {
      const loose = { filename: id, 'metadata.loose': { $exists: true } };
      const found = await files
        .findOneAndUpdate(loose, { $set: { 'metadata.loose': new driver.ObjectId() } })
        .catch(throwOutage);
      return storedOf(found) ?? stat(id);
    },
    takeBack: async ({ id, since }) => {
      const asPut = { filename: id, 'metadata.loose': driver.ObjectId.createFromHexString(since) };
      const found = await removal.hide(asPut);
      if (found) await removal.remove(found._id);
      return found !== null;
    },
    sweep: createFileSweep(store, bucketName, { files, removal }),
  };
};

/** The same bytes; what breaks because the database is away breaks as an outage. */
const withOutages = async function* (download: Readable): AsyncGenerator<Buffer> {
  try {
    yield* download;
  } catch (error) {
    throwOutage(error);
  }
};

const storedOf = (found: FileDocument | null): StoredFile | undefined =>
  found ? { id: found.filename, sha256: found.metadata.sha256, size: found.metadata.size } : undefined;

interface Sink {
  readonly writable: Writable;
  readonly settled: () => Promise<void>;
  /** From here on the file may stand. */
  readonly isEnding: () => boolean;
}

/** Writes into an upload, and tells when nothing is on its way to the database any more. */
const createSink = (upload: Writable): Sink => {
  let under = Promise.resolve();
  let ending = false;
  upload.on('error', () => {}); // told by the callback of the write, too
  const follow = (done: (error?: Error | null) => void, act: (told: (error?: Error | null) => void) => void): void => {
    under = new Promise((resolve) => {
      act((error) => {
        resolve();
        done(error);
      });
    });
  };
  const writable = new Writable({
    write: (part: Buffer, _encoding, done) => follow(done, (told) => upload.write(part, told)),
    final: (done) => {
      ending = true;
      follow(done, (told) => upload.end(told));
    },
  });
  return { writable, settled: () => under, isEnding: () => ending };
};

const createMeter = (limitBytes: number, seen: { sha256: string; size: number }): Transform => {
  const hash = createHash('sha256');
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      seen.size += part.length;
      if (seen.size > limitBytes) return done(new Error('The file is larger than allowed.'));
      hash.update(part);
      // one chunk on its way at a time, the first one first: by it a sweep finds the others
      for (let from = 0; from < part.length; from += CHUNK_BYTES) this.push(part.subarray(from, from + CHUNK_BYTES));
      done();
    },
    flush(done) {
      seen.sha256 = hash.digest('hex');
      done();
    },
  });
};

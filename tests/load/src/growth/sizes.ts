import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { GATEWAY } from '@yimen/local';
import { connectStore } from '@yimen/store';
import type { Platform } from '../platform/platform.ts';
import type { Shelves } from './family.ts';

/** What MongoDB may keep in memory; its own default is half of the machine's, a local stack gives it half a GB. */
export const CACHE_GB = 2;

/** Gives the store of a platform the memory that it has in this bench. */
export const giveCache = async ({ stack }: Platform): Promise<void> => {
  const store = await connectStore({ url: stack.urls.mongodb, database: 'admin', poolSize: 1 });
  try {
    await store.db.command({ setParameter: 1, wiredTigerEngineRuntimeConfig: `cache_size=${CACHE_GB}G` });
  } finally {
    await store.close();
  }
};

/** How large the documents of all services are, in bytes. */
export interface Sizes {
  readonly count: number;
  /** As documents, before compression. */
  readonly documents: number;
  /** Documents and indexes as the store keeps them. */
  readonly onDisk: number;
}

/** Has the store write down what it holds in memory, so that sizes are true and nothing of it disturbs what follows. */
export const settleStores = async ({ all }: Shelves): Promise<void> => {
  await all[0]?.store.db.admin().command({ fsync: 1 });
};

/** The sizes now. */
export const sizesOf = async ({ all }: Shelves): Promise<Sizes> => {
  let [count, documents, onDisk] = [0, 0, 0];
  for (const { store } of all) {
    const stats = await store.db.command({ dbStats: 1 });
    count += Number(stats['objects']);
    documents += Number(stats['dataSize']);
    onDisk += Number(stats['storageSize']) + Number(stats['indexSize']);
  }
  return { count, documents, onDisk };
};

const SAMPLE = 5_000;

/** Bytes of the largest case, of so many taken at random. */
export const largestCaseOf = async (shelves: Shelves): Promise<number> => {
  const cases = shelves.of(GATEWAY).store.db.collection('cases');
  const pipeline = [{ $sample: { size: SAMPLE } }, { $group: { _id: null, most: { $max: { $bsonSize: '$$ROOT' } } } }];
  const [found] = await cases.aggregate(pipeline).toArray();
  return Number(found?.['most'] ?? 0);
};

const GB = 1024 ** 3;
/** What a case has taken on disk so far, rounded up. */
const BYTES_PER_CASE = 9_000;
/** The log of operations that a replica set keeps takes this share of the free disk, and a journal comes on top. */
const LOG_SHARE = 0.05;
const REST_BYTES = 2 * GB;

/** Says what so many cases will take on disk; throws a sentence when there is no room. */
export const requireDisk = (cases: number, say: (line: string) => void): void => {
  const { bavail, bsize } = statfsSync(tmpdir());
  const free = bavail * bsize;
  const needed = cases * BYTES_PER_CASE + 2 * LOG_SHARE * free + REST_BYTES;
  const inGb = (bytes: number): string => `${(bytes / GB).toFixed(1)} GB`;
  const sentence = `${cases} cases take about ${inGb(cases * BYTES_PER_CASE)} in ${tmpdir()}, with logs ${inGb(needed)} until the end of the bench; ${inGb(free)} are free`;
  if (needed > free) throw new Error(`${sentence}: free some space, or load fewer by --counts.`);
  say(sentence);
};

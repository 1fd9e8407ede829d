import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { isOutage, isRefusal } from '@yimen/kernel';
import { createLine, eventually, type Line, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { driver } from './driver.ts';
import { connectStore, createFileStore, type FileStore, type FreshFile, type Store } from './index.ts';

const BEFORE = Date.now() - 3_600_000;
const LATER = Date.now() + 86_400_000;
const LIMIT_BYTES = 16 * 1_024 * 1_024;
const PART_BYTES = 64 * 1_024;

let store: Store;
let files: FileStore;
beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('files') });
  files = await createFileStore(store, 'materials');
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

const bytesOf = (size: number) => Buffer.from(Array.from({ length: size }, (_, i) => i % 251));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const streamOf = (bytes: Buffer) =>
  Readable.from(
    (function* () {
      for (let from = 0; from < bytes.length; from += PART_BYTES) yield bytes.subarray(from, from + PART_BYTES);
    })(),
  );
/** Two whole chunks and a bit. */
const putFresh = async (id: string, owner: string): Promise<FreshFile> => {
  const put = await files.put(id, streamOf(bytesOf(2 * 1_024 * 1_024)), { owner, limitBytes: LIMIT_BYTES });
  if (isRefusal(put)) throw new Error(put.message);
  return put;
};
const read = async (id: string) => {
  const stream = await files.get(id);
  return stream && buffer(stream);
};
const leftovers = async (): Promise<number> => {
  const known = await store.collection('materials.files').distinct('_id');
  return store.collection('materials.chunks').countDocuments({ files_id: { $nin: known } });
};

describe('a file', () => {
  it('comes back as it was put, with its digest and size', async () => {
    const bytes = bytesOf(3 * 1_024 * 1_024 + 17);
    const put = await files.put('a', streamOf(bytes), { owner: 'case-1', limitBytes: LIMIT_BYTES });
    const stored = { id: 'a', sha256: sha256(bytes), size: bytes.length };
    expect(put).toMatchObject(stored);
    expect(await files.stat('a')).toEqual(stored);
    expect(await read('a')).toEqual(bytes);
  });

  it('may be empty', async () => {
    expect(await files.put('empty', Readable.from([]), { owner: 'case-1', limitBytes: 1 })).toMatchObject({ size: 0 });
    expect(await read('empty')).toEqual(Buffer.alloc(0));
  });

  it('is sealed on its way in and unsealed on its way out, its digest being of the plain bytes', async () => {
    const [key, iv] = [Buffer.alloc(32, 1), Buffer.alloc(16, 2)];
    const bytes = bytesOf(2 * 1_024 * 1_024);
    const seal = createCipheriv('aes-256-ctr', key, iv);
    expect(
      await files.put('sealed', streamOf(bytes), { owner: 'case-1', limitBytes: LIMIT_BYTES, seal }),
    ).toMatchObject({
      sha256: sha256(bytes),
      size: bytes.length,
    });
    expect(await read('sealed')).not.toEqual(bytes);
    const plain = await files.get('sealed', { unseal: createDecipheriv('aes-256-ctr', key, iv) });
    expect(plain && (await buffer(plain))).toEqual(bytes);
  });

  it('is gone with all its chunks when it is taken back, once', async () => {
    const gone = await putFresh('gone', 'case-1');
    expect(await files.takeBack(gone)).toBe(true);
    expect(await files.takeBack(gone)).toBe(false);
    expect(await read('gone')).toBeUndefined();
    expect(await leftovers()).toBe(0);
  });
});

describe('a file that is not taken', () => {
  it('is refused when larger than allowed, and leaves nothing', async () => {
    const refused = await files.put('large', streamOf(bytesOf(4 * 1_024 * 1_024)), {
      owner: 'case-1',
      limitBytes: 3 * 1_024 * 1_024,
    });
    expect(refused).toMatchObject({ refusal: 'file-too-large', params: { limitBytes: 3 * 1_024 * 1_024 } });
    expect(await files.stat('large')).toBeUndefined();
    expect(await leftovers()).toBe(0);
  });

  it('may be exactly as large as allowed', async () => {
    expect(await files.put('exact', streamOf(bytesOf(1_000)), { owner: 'case-1', limitBytes: 1_000 })).toMatchObject({
      size: 1_000,
    });
    expect(await files.put('over', streamOf(bytesOf(1_001)), { owner: 'case-1', limitBytes: 1_000 })).toSatisfy(
      isRefusal,
    );
  });

  it('leaves nothing when its source breaks, and tells of the break', async () => {
    const broken = Readable.from(
      (async function* () {
        yield bytesOf(3 * 1_024 * 1_024);
        throw new Error('the client went away');
      })(),
    );
    await expect(files.put('broken', broken, { owner: 'case-1', limitBytes: LIMIT_BYTES })).rejects.toThrow(
      'the client went away',
    );
    expect(await files.stat('broken')).toBeUndefined();
    expect(await leftovers()).toBe(0);
  });

  it('does not replace another of the same id, even at the same moment', async () => {
    const puts = await Promise.all(
      [1, 2, 3].map((fill) =>
        files.put('race', Readable.from([Buffer.alloc(1_000, fill)]), { owner: 'case-1', limitBytes: 1_000 }),
      ),
    );
    expect(puts.filter(isRefusal)).toEqual([
      expect.objectContaining({ refusal: 'file-exists' }),
      expect.objectContaining({ refusal: 'file-exists' }),
    ]);
    const winner = puts.find((it) => !isRefusal(it));
    expect(sha256((await read('race')) ?? Buffer.alloc(0))).toBe(winner && 'sha256' in winner && winner.sha256);
    expect(await leftovers()).toBe(0);
  });
});

describe('a line to the database that breaks', () => {
  const CHUNK_BYTES = 1_020 * 1_024;
  let line: Line;
  let far: Store;
  let remote: FileStore;
  beforeEach(async () => {
    const url = new URL(servers.mongodbUrl);
    line = await createLine({ host: url.hostname, port: Number(url.port || 27017) });
    far = await connectStore({
      url: `mongodb://${line.host}:${line.port}/?directConnection=true`,
      database: store.database,
      poolSize: 1,
      selectionMs: 1_000,
    });
    remote = await createFileStore(far, 'materials');
  });
  afterEach(async () => {
    line.mend();
    await far.close();
    await line.close();
  });

  it('before anybody tells that the file is whole leaves it whole, for whoever puts it again', async () => {
    const bytes = bytesOf(CHUNK_BYTES);
    const source = async function* () {
      yield bytes;
      await eventually(() => store.collection('materials.chunks').findOne({ files_id: { $gt: before } }));
      await far.ping(); // over the only connection: the answer to the chunk has come
      line.muffle();
    };
    const before = new driver.ObjectId();
    const put = remote.put('untold', Readable.from(source()), { owner: 'case-1', limitBytes: LIMIT_BYTES });
    const failure = put.catch((error: unknown) => error);
    await eventually(() => files.stat('untold'));
    line.mend();
    expect(await failure).toSatisfy(isOutage);
    expect(await files.renew('untold')).toMatchObject({ sha256: sha256(bytes), size: bytes.length });
    expect(await read('untold')).toEqual(bytes);
  });

  it('in the middle of a download is an outage', async () => {
    const larger = Buffer.alloc(20 * CHUNK_BYTES); // than the first batch of an answer
    await files.put('far', streamOf(larger), { owner: 'case-1', limitBytes: larger.length });
    for (const unseal of [undefined, createDecipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16))]) {
      line.mend();
      const download = await eventually(() => remote.get('far', unseal ? { unseal } : {}).catch(() => undefined));
      const reading = async () => {
        for await (const _ of download ?? []) line.cut();
      };
      await expect(reading()).rejects.toSatisfy(isOutage);
    }
  });
});

describe('an upload that a crash cut off', () => {
  it('is swept away when old enough, and nothing else is', async () => {
    await files.put('whole', streamOf(bytesOf(1_000)), { owner: 'case-1', limitBytes: LIMIT_BYTES });
    await store.collection('materials.chunks').insertOne({ files_id: new driver.ObjectId(), n: 0 });
    expect(await files.sweep(BEFORE, async () => true)).toBe(0);
    expect(await files.sweep(LATER, async () => true)).toBe(1);
    expect(await leftovers()).toBe(0);
    expect(await read('whole')).toEqual(bytesOf(1_000));
  });
});

describe('a whole file that its owner does not name', () => {
  it('is swept away when old enough, and others stay for ever without being asked about again', async () => {
    await files.sweep(LATER, async () => true);
    for (const [id, owner] of [
      ['lost', 'case-7'],
      ['named', 'case-7'],
      ['theirs', 'case-8'],
    ] as const)
      await putFresh(id, owner);
    const asked: string[] = [];
    const names = async (owner: string, id: string) => {
      asked.push(`${owner} ${id}`);
      return id !== 'lost';
    };
    expect(await files.sweep(BEFORE, names)).toBe(0);
    expect(asked).toEqual([]);
    expect(await files.sweep(LATER, names)).toBe(1);
    expect(asked.sort()).toEqual(['case-7 lost', 'case-7 named', 'case-8 theirs']);
    expect(await read('lost')).toBeUndefined();
    expect(await read('named')).toEqual(bytesOf(2 * 1_024 * 1_024));
    expect(await leftovers()).toBe(0);
    expect(await files.sweep(LATER, async () => false)).toBe(0);
  });

  it('stays when it is put again in the moment of the sweep', async () => {
    await putFresh('late', 'case-9');
    const names = async () => {
      expect(await files.renew('late')).toEqual(await files.stat('late'));
      return false;
    };
    expect(await files.sweep(LATER, names).then(() => read('late'))).toBeDefined();
    expect(await files.sweep(BEFORE, async () => false)).toBe(0);
    expect(await files.sweep(LATER, async () => true)).toBe(0);
    expect(await files.renew('late')).toEqual(await files.stat('late'));
    expect(await files.renew('never')).toBeUndefined();
  });

  it('is not taken back by who put it when another has taken it up, or its owner names it', async () => {
    const [taken, named] = [await putFresh('taken', 'case-1'), await putFresh('named-by-now', 'case-1')];
    await files.renew('taken');
    expect(await files.takeBack(taken)).toBe(false);
    await files.sweep(LATER, async () => true);
    expect(await files.takeBack(named)).toBe(false);
    expect(await read('taken')).toEqual(await read('named-by-now'));
  });

  it('is found by an index', async () => {
    const plan = await store
      .collection('materials.files')
      .find({ 'metadata.loose': { $lt: new driver.ObjectId() } })
      .sort({ 'metadata.loose': 1 })
      .explain('queryPlanner');
    expect(JSON.stringify(plan['queryPlanner'].winningPlan)).toMatch(/IXSCAN/);
    expect(JSON.stringify(plan['queryPlanner'].winningPlan)).not.toMatch(/COLLSCAN|SORT/);
  });
});

describe('a removal that breaks before the bytes are gone', () => {
  /** The same store, whose line breaks when bytes are to be removed. */
  const breaking = (): Store => ({
    ...store,
    collection: (name) => {
      const collection = store.collection(name);
      if (name !== 'materials.chunks') return collection as never;
      const deleteMany = () => Promise.reject(new driver.MongoNetworkError('cut'));
      return Object.assign(Object.create(collection), { deleteMany }) as never;
    },
  });
  const bytesStored = () => store.collection('materials.chunks').countDocuments();

  it.each([
    ['hand', (broken: FileStore, going: FreshFile) => broken.takeBack(going)],
    ['sweep', (broken: FileStore) => broken.sweep(LATER, async (_, id) => id !== 'going')],
  ])('by %s leaves no file without bytes, and no bytes that the next sweep does not find', async (_, remove) => {
    await files.sweep(LATER, async () => true);
    const before = await bytesStored();
    const going = await putFresh('going', 'case-5');
    const broken = await createFileStore(breaking(), 'materials');
    await expect(remove(broken, going)).rejects.toSatisfy(isOutage);
    expect([await files.stat('going'), await read('going')]).toEqual([undefined, undefined]);
    expect(await files.sweep(LATER, async () => true)).toBe(1);
    expect([await bytesStored(), await leftovers()]).toEqual([before, 0]);
    expect(await files.sweep(LATER, async () => true)).toBe(0);
  });
});

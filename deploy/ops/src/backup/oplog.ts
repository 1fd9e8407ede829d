import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { connectStore, throwOutage } from '@yimen/store';

/** A place in MongoDB's log of operations: seconds, and the operation within the second. */
export interface OplogTime {
  readonly t: number;
  readonly i: number;
}

/** As the tools take it. */
export const limitText = ({ t, i }: OplogTime): string => `${t}:${i}`;

/** The system instant of a place, to the second. */
export const instantOf = ({ t }: OplogTime): string => new Date(t * 1000).toISOString();

export const isAfter = (a: OplogTime, b: OplogTime): boolean => a.t > b.t || (a.t === b.t && a.i > b.i);

interface LogEntry {
  readonly _id: never;
  readonly ts: OplogTime;
}

/** The oldest and the newest operation that the server still has in its log. */
export const oplogBounds = async (url: string): Promise<{ readonly oldest: OplogTime; readonly newest: OplogTime }> => {
  const store = await connectStore({ url, database: 'local', poolSize: 2 });
  try {
    const log = store.collection<LogEntry>('oplog.rs');
    const at = async (direction: 1 | -1): Promise<OplogTime> => {
      const [entry] = await log.find({}).sort({ $natural: direction }).limit(1).toArray().catch(throwOutage);
      if (!entry) throw new Error('The server keeps no log of operations: it must be a replica set.');
      return { t: entry.ts.t, i: entry.ts.i };
    };
    return { oldest: await at(1), newest: await at(-1) };
  } finally {
    await store.close();
  }
};

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const CHUNK_BYTES = 1_048_576;
const TIMESTAMP_FIELD = Buffer.from('\x11ts\0', 'latin1');

/**
 * The last operation in a file of dumped operations (BSON documents one after the other), or undefined when it is empty.
 * Read piece by piece: a busy day's log is larger than one buffer may be.
 */
export const lastOperation = async (file: string): Promise<OplogTime | undefined> => {
  let rest: Buffer = Buffer.alloc(0);
  let last: Buffer | undefined;
  for await (const chunk of await piecesOf(file)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let bytes = lengthAt(rest, at); bytes !== undefined; bytes = lengthAt(rest, at)) {
      last = rest.subarray(at, at + bytes);
      at += bytes;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new Error(`${file} ends in the middle of an operation.`);
  return last && timeOf(last, file);
};

/** The length of a document that is whole, at this place. */
const lengthAt = (bytes: Buffer, at: number): number | undefined => {
  if (at + LENGTH_BYTES > bytes.length) return undefined;
  const length = bytes.readInt32LE(at);
  if (length <= LENGTH_BYTES) throw new Error('A dumped operation has no length.');
  return at + length > bytes.length ? undefined : length;
};

const LENGTH_BYTES = 4;

const timeOf = (operation: Buffer, file: string): OplogTime => {
  const field = operation.indexOf(TIMESTAMP_FIELD);
  if (field < 0) throw new Error(`${file} holds something else than operations.`);
  const value = field + TIMESTAMP_FIELD.length;
  return { i: operation.readUInt32LE(value), t: operation.readUInt32LE(value + 4) };
};

const piecesOf = async (file: string): Promise<AsyncIterable<Buffer>> => {
  const stored = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  if (!(await beginsWith(file, GZIP))) return stored;
  const plain = createGunzip({ chunkSize: CHUNK_BYTES });
  // a broken file ends the reading, and not only the stream that it is read from
  stored.on('error', (error) => plain.destroy(error));
  return stored.pipe(plain);
};

const beginsWith = async (file: string, start: Buffer): Promise<boolean> => {
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(start.length), 0, start.length, 0);
    return bytesRead === start.length && buffer.equals(start);
  } finally {
    await opened.close();
  }
};

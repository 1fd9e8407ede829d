import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { readDocument } from '@yimen/store';

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

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const CHUNK_BYTES = 1_048_576;

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

/** Its own `ts`: what it writes may hold fields of this name, and stands before it. */
const timeOf = (operation: Buffer, file: string): OplogTime => {
  const { ts } = readDocument(operation) as { readonly ts?: Partial<OplogTime> };
  const { t, i } = ts ?? {};
  if (typeof t !== 'number' || typeof i !== 'number') throw new Error(`${file} holds something else than operations.`);
  return { t, i };
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

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
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

const GZIP = 0x1f;
const TIMESTAMP_FIELD = Buffer.from('\x11ts\0', 'latin1');

/** The last operation in a file of dumped operations (BSON documents one after the other), or undefined when it is empty. */
export const lastOperation = (file: string): OplogTime | undefined => {
  const stored = readFileSync(file);
  const bytes = stored[0] === GZIP && stored[1] === 0x8b ? gunzipSync(stored) : stored;
  let last: OplogTime | undefined;
  for (let at = 0; at + 4 <= bytes.length; at += bytes.readInt32LE(at)) {
    const document = bytes.subarray(at, at + bytes.readInt32LE(at));
    const field = document.indexOf(TIMESTAMP_FIELD);
    if (field < 0) throw new Error(`${file} holds something else than operations.`);
    const value = field + TIMESTAMP_FIELD.length;
    last = { i: document.readUInt32LE(value), t: document.readUInt32LE(value + 4) };
  }
  return last;
};

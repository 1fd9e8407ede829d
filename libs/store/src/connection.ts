import mongoose from 'mongoose';
import type { Collection, Db, Document } from './driver.ts';
import { outageOf } from './outages.ts';
import { wakingDriver } from './waking-driver.ts';

/** Where the database is and how long anybody waits for it. */
export interface StoreOptions {
  readonly url: string;
  readonly database: string;
  /** Shown in the server's log and `currentOp`. */
  readonly appName?: string;
  /** Connections at most; a request waits `waitMs` for one. */
  readonly poolSize?: number;
  readonly waitMs?: number;
  readonly connectMs?: number;
  /** A request without an answer for so long has an unknown outcome. */
  readonly socketMs?: number;
  readonly selectionMs?: number;
  /** How long the majority may take to acknowledge a write. */
  readonly majorityMs?: number;
}

/** One database of one service, with the only concerns the platform uses. */
export interface Store {
  readonly database: string;
  readonly db: Db;
  /** A driver's collection: majority and journal on writes, majority from the primary on reads. */
  readonly collection: <T extends Document>(name: string) => Collection<T>;
  /** Answers the round trip in ms, or throws an outage. */
  readonly ping: () => Promise<number>;
  /** Waits for what is under way, then closes every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Connects, or throws an outage after `selectionMs`. `timeoutMS` of the driver has no effect there, so socket,
 * connect and selection have a limit each.
 */
export const connectStore = async (options: StoreOptions): Promise<Store> => {
  wakingDriver();
  const connection = mongoose.createConnection(options.url, connectOptions(options));
  // without a listener a lost connection would end the process; the next request tells of it as an outage
  connection.on('error', () => {});
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.close(true).catch(() => {});
    throw outageOf(error) ?? error;
  }
  const db = connection.getClient().db(options.database);
  return {
    database: options.database,
    db,
    collection: <T extends Document>(name: string) => db.collection<T>(name),
    ping: async () => {
      const startedAt = performance.now();
      await db.command({ ping: 1 }).catch((error) => {
        throw outageOf(error) ?? error;
      });
      return performance.now() - startedAt;
    },
    close: () => connection.close(),
  };
};

const connectOptions = (options: StoreOptions): mongoose.ConnectOptions => ({
  dbName: options.database,
  ...(options.appName === undefined ? {} : { appName: options.appName }),
  maxPoolSize: options.poolSize ?? 20,
  minPoolSize: 1,
  maxConnecting: 4,
  waitQueueTimeoutMS: options.waitMs ?? 5_000,
  connectTimeoutMS: options.connectMs ?? 3_000,
  socketTimeoutMS: options.socketMs ?? 10_000,
  serverSelectionTimeoutMS: options.selectionMs ?? 5_000,
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: options.majorityMs ?? 5_000 },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  // the server's book-keeping for retries costs a third of the updates; unknown outcomes are settled by those who write
  retryWrites: false,
  autoCreate: false,
  autoIndex: false,
  bufferCommands: false,
});

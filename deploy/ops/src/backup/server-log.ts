import { Obstacle } from '@yimen/local';
import { type Store, throwOutage, timestampOf } from '@yimen/store';
import type { Target } from '../platform.ts';
import { withStore } from '../restore/barriers.ts';
import { type Manifest, newestOf } from './manifest.ts';
import { instantOf, isAfter, limitText, type OplogTime } from './oplog.ts';

/** A server's log of operations: whose it is, and how far it reaches. */
export interface ServerLog {
  /** The id that its replica set got when it was initiated, as hex text. */
  readonly replicaSet: string;
  readonly newest: OplogTime;
}

type Server = Pick<Target, 'mongodbUrl'>;

/** What the log of a server is now. */
export const readLog = (server: Server): Promise<ServerLog> =>
  withStore(server, 'local', async (store) => ({
    replicaSet: await replicaSetOf(store),
    newest: await edgeOf(store, -1),
  }));

/**
 * Throws one sentence unless the server's log goes on where a backup ends: it is the log of the same replica set, and still
 * holds the very operation that the backup ends with.
 */
export const requireGoesOn = (server: Server, manifest: Manifest): Promise<void> =>
  withStore(server, 'local', async (store) => {
    const end = newestOf(manifest);
    // a manifest of an earlier release does not say whose log it is
    if (manifest.replicaSet !== undefined && manifest.replicaSet !== (await replicaSetOf(store)))
      throw new Obstacle(`This backup is of another server (another replica set): ${WAY_OUT}.`);
    if (isAfter(await edgeOf(store, 1), end))
      throw new Obstacle(
        `The log does not reach back to ${instantOf(end)} any more: begin a new backup, in another folder.`,
      );
    const next = await placeAt(store, { ts: { $gte: timestampOf(end) } }, 1);
    if (!next || isAfter(next, end))
      throw new Obstacle(
        `The log of this server does not hold the operation that the backup ends with (${limitText(end)}): it is another server, or one that was set back: ${WAY_OUT}.`,
      );
  });

const WAY_OUT = 'say the right one by --mongodb or MONGODB_URL, or begin a new backup, in another folder';

interface LogEntry {
  readonly _id: never;
  readonly ts: OplogTime;
}

const placeAt = async (store: Store, filter: object, direction: 1 | -1): Promise<OplogTime | undefined> => {
  const log = store.collection<LogEntry>('oplog.rs');
  const [entry] = await log.find(filter).sort({ $natural: direction }).limit(1).toArray().catch(throwOutage);
  return entry && { t: entry.ts.t, i: entry.ts.i };
};

/** The oldest (1) or the newest (-1) operation that the server still has in its log. */
const edgeOf = async (store: Store, direction: 1 | -1): Promise<OplogTime> => {
  const place = await placeAt(store, {}, direction);
  if (!place) throw new Obstacle(NO_LOG);
  return place;
};

const replicaSetOf = async (store: Store): Promise<string> => {
  // nothing of `local` is replicated, so that no majority has it
  const found = await store
    .collection('system.replset')
    .findOne({}, { readConcern: { level: 'local' } })
    .catch(throwOutage);
  const id: unknown = found?.['settings']?.replicaSetId;
  if (!id) throw new Obstacle(NO_LOG);
  return String(id);
};

const NO_LOG = 'The server keeps no log of operations: it must be a replica set.';

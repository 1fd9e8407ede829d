import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../platform.ts';
import { withStore } from '../restore/barriers.ts';
import { backup } from './backup.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import type { OplogTime } from './oplog.ts';
import { readLog, requireGoesOn, type ServerLog } from './server-log.ts';

const target: Target = {
  mongodbUrl: servers.mongodbUrl,
  kafkaBrokers: servers.kafkaBrokers,
  databasePrefix: `${uniqueDatabase('log')}_`.slice(-24),
  services: ['social-security'],
};
const STRANGER = 'f'.repeat(24);
let log: ServerLog;

/** A backup that ends there; of an earlier release when it does not say whose log it is. */
const endingAt = (base: OplogTime, replicaSet?: string): Manifest => {
  const { services, databasePrefix } = target;
  const whose = replicaSet === undefined ? {} : { replicaSet };
  return { format: 1, services, databasePrefix, base, slices: [], ends: {}, groups: {}, ...whose };
};

const change = (): Promise<void> =>
  withStore(target, uniqueDatabase('change'), async ({ collection, db }) => {
    await collection<{ _id: string }>('things').insertOne({ _id: 'one' });
    await db.dropDatabase();
  });

beforeAll(async () => {
  await change();
  log = await readLog(target);
  await change();
});

describe('a backup that goes on', () => {
  it('does so on the log that it is of, whatever has come since', async () => {
    expect(log.replicaSet).toMatch(/^[0-9a-f]{24}$/);
    await requireGoesOn(target, endingAt(log.newest, log.replicaSet));
    await requireGoesOn(target, endingAt(log.newest));
  });

  it('is refused on another replica set, even where that has such an operation', async () => {
    await expect(requireGoesOn(target, endingAt(log.newest, STRANGER))).rejects.toThrow('of another server');
  });

  it('is refused where its last operation is not in the log, though that reaches back further', async () => {
    const { t, i } = log.newest;
    const elsewhere = endingAt({ t, i: i + 1_000_000 }, log.replicaSet);
    await expect(requireGoesOn(target, elsewhere)).rejects.toThrow('does not hold the operation');
  });

  it('is refused where the log does not reach back to it', async () => {
    await expect(requireGoesOn(target, endingAt({ t: 1, i: 1 }))).rejects.toThrow('does not reach back');
  });
});

describe('a run on the wrong server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yimen-log-'));
  const tools = { mongodump: '/nowhere/mongodump', mongorestore: '/nowhere/mongorestore' };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds nothing to a backup, and leaves its folder free', async () => {
    writeManifest(folder, endingAt(log.newest, STRANGER));
    await expect(backup({ target, tools, folder, say: () => {} })).rejects.toThrow('of another server');
    expect(readdirSync(folder)).toEqual(['manifest.json']);
  });
});

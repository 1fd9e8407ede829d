import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRestores, readBarriers } from '@yimen/case-file';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup } from '../backup/backup.ts';
import { writeManifest } from '../backup/manifest.ts';
import type { MongoTools } from '../mongo-tools.ts';
import { partsOf, type Target } from '../platform.ts';
import { halfwayOf, raiseBarriers } from './barriers.ts';
import { writeReport } from './report.ts';
import { restore, resumeRestore } from './restore.ts';

const MOMENT = '2026-11-22T04:00:00.000Z';
const target: Target = {
  mongodbUrl: servers.mongodbUrl,
  kafkaBrokers: servers.kafkaBrokers,
  databasePrefix: `${uniqueDatabase('resume')}_`.slice(-24),
  services: ['intake-gateway', 'social-security'],
};
const folder = mkdtempSync(join(tmpdir(), 'yimen-resume-'));
const options = { target, folder, say: () => {} };
const tools: MongoTools = { mongodump: '/nowhere/mongodump', mongorestore: '/nowhere/mongorestore' };
let stores: Store[];

beforeAll(async () => {
  const names = partsOf(target).map(({ database }) => database);
  stores = await Promise.all(names.map((database) => connectStore({ url: target.mongodbUrl, database, poolSize: 1 })));
  const { services, databasePrefix } = target;
  const base = { t: 1, i: 1 };
  writeManifest(folder, { format: 1, services, databasePrefix, base, slices: [], ends: {}, groups: {} });
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.db.dropDatabase().then(store.close)));
  rmSync(folder, { recursive: true });
});

describe('a restore that stands half-way', () => {
  it('is gone on with only when there is one', async () => {
    await expect(resumeRestore(options)).rejects.toThrow('No restore stands half-way here');
  });

  it('before its data is back has to begin anew, and is never begun beside itself', async () => {
    await raiseBarriers(target, { run: 'r1', phase: 'data', note: {} });
    await expect(resumeRestore(options)).rejects.toThrow('empty MongoDB, and restore again');
    await expect(restore({ ...options, tools })).rejects.toThrow('go on with it by --resume');
    await expect(backup({ ...options, tools })).rejects.toThrow('A restore stands half-way here');
  });

  it('is not begun where its report cannot be written: that would be known when the data is back', async () => {
    const report = '/nowhere/restored.json';
    await expect(restore({ ...options, tools, report })).rejects.toThrow('say another file by --report');
  });

  it('is as far as any of its databases says', async () => {
    await raiseBarriers({ ...target, services: ['social-security'] }, { run: 'r1', phase: 'stock', note: {} });
    expect(await halfwayOf(target)).toMatchObject({ run: 'r1', phase: 'stock' });
  });

  it('and has written all down only lets the services start', async () => {
    const file = join(folder, 'restored.json');
    const lost = { lostCases: [], lostDossiers: [], setBack: [], forgottenSubmissions: [] };
    writeReport({ point: MOMENT, at: MOMENT, chains: {}, ...lost, messages: [], missing: [], file });
    await raiseBarriers({ ...target, services: ['intake-gateway'] }, { run: 'r1', phase: 'done', note: { file } });
    for (const store of stores) await expect(openRestores(store)).rejects.toThrow('has not come to its end');
    expect(await resumeRestore(options)).toMatchObject({ point: MOMENT, file });
    for (const store of stores) expect(await readBarriers(store)).toEqual([]);
    for (const store of stores) expect((await openRestores(store)).last).toBeUndefined();
  });
});

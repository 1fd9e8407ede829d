import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Obstacle, runTool } from '@yimen/local';
import { connectStore, throwOutage } from '@yimen/store';
import type { Manifest } from '../backup/manifest.ts';
import { newestOf } from '../backup/manifest.ts';
import { instantOf, isAfter, limitText, type OplogTime } from '../backup/oplog.ts';
import type { MongoTools } from '../mongo-tools.ts';
import { partsOf, platformDatabase, type Say, type Target } from '../platform.ts';

/** What putting the dumped data back needs. */
export interface DumpOptions {
  readonly target: Target;
  readonly tools: MongoTools;
  readonly folder: string;
  readonly manifest: Manifest;
  /** System instant; what happened from then on is left out. The latest place of the backup when absent. */
  readonly until?: string;
  readonly say: Say;
}

/** Throws when a database that would be restored holds anything. */
export const requireEmpty = async (target: Target): Promise<void> => {
  for (const database of [...partsOf(target).map((part) => part.database), platformDatabase(target)]) {
    const store = await connectStore({ url: target.mongodbUrl, database, poolSize: 1 });
    const found = await store.db.listCollections().toArray().catch(throwOutage).finally(store.close);
    if (found.length > 0)
      throw new Obstacle(`The database ${database} is not empty: a restore goes into an empty place only.`);
  }
};

/** Puts the base back, then the log up to the wanted moment; answers the place that the store was set to. */
export const putBack = async ({ target, tools, folder, manifest, until, say }: DumpOptions): Promise<OplogTime> => {
  const limit = limitOf(manifest, until);
  say('putting the base back …');
  const uri = ['--uri', target.mongodbUrl];
  const base = [...uri, '--gzip', '--oplogReplay', join(folder, 'base')];
  await runTool(tools.mongorestore, base, 'Restoring the base');
  let reached = manifest.base;
  for (const slice of manifest.slices) {
    if (limit && !isAfter(limit, reached)) break;
    say(`replaying the log of ${slice.folder} …`);
    const file = join(folder, slice.folder, 'local', 'oplog.rs.bson');
    const nothing = mkdtempSync(join(tmpdir(), 'yimen-nothing-'));
    const args = [...uri, '--oplogReplay', '--oplogFile', file, ...(limit ? ['--oplogLimit', limitText(limit)] : [])];
    await runTool(tools.mongorestore, [...args, nothing], 'Replaying the log').finally(() =>
      rmSync(nothing, { recursive: true, force: true }),
    );
    reached = limit && isAfter(slice.to, limit) ? limit : slice.to;
  }
  return reached;
};

const limitOf = (manifest: Manifest, until: string | undefined): OplogTime | undefined => {
  if (until === undefined) return undefined;
  const limit = { t: Math.floor(Date.parse(until) / 1000), i: 0 };
  if (!(limit.t > 0)) throw new Obstacle(`${until} is no moment: say one like 2026-11-22T04:00:00Z.`);
  const newest = newestOf(manifest);
  if (isAfter(manifest.base, limit) || isAfter(limit, { ...newest, t: newest.t + 1 }))
    throw new Obstacle(
      `This backup can be restored to moments from ${instantOf({ ...manifest.base, t: manifest.base.t + 1 })} to ${instantOf(newest)}.`,
    );
  return limit;
};

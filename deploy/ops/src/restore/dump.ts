import { join } from 'node:path';
import { Obstacle, temporaryFolder } from '@yimen/local';
import { connectStore, throwOutage } from '@yimen/store';
import { BASE } from '../backup/folder.ts';
import { type Manifest, newestOf } from '../backup/manifest.ts';
import { instantOf, isAfter, limitText, type OplogTime } from '../backup/oplog.ts';
import { type MongoTools, runOn } from '../mongo-tools.ts';
import type { Say, Target } from '../platform.ts';

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

/** MongoDB's own. */
const OWN: ReadonlySet<string> = new Set(['admin', 'config', 'local']);

/** Throws when the server has any database: a dump holds all that its server had, and all of it goes back. */
export const requireEmpty = async ({ mongodbUrl }: Pick<Target, 'mongodbUrl'>): Promise<void> => {
  const store = await connectStore({ url: mongodbUrl, database: 'admin', poolSize: 1 });
  const { databases } = await store.db
    .admin()
    .listDatabases({ nameOnly: true })
    .catch(throwOutage)
    .finally(store.close);
  const others = databases.map(({ name }) => name).filter((name) => !OWN.has(name));
  if (others.length > 0)
    throw new Obstacle(`MongoDB holds ${others.join(', ')}: a restore goes into an empty place only.`);
};

/** Puts the base back, then the log up to the wanted moment; answers the place that the store was set to. */
export const putBack = async ({ target, tools, folder, manifest, until, say }: DumpOptions): Promise<OplogTime> => {
  const limit = limitOf(manifest, until);
  say('putting the base back …');
  const base = ['--gzip', '--oplogReplay', join(folder, BASE)];
  await runOn(target, tools.mongorestore, { args: base, what: 'Restoring the base' });
  let reached = manifest.base;
  for (const slice of manifest.slices) {
    if (limit && !isAfter(limit, reached)) break;
    say(`replaying the log of ${slice.folder} …`);
    const file = join(folder, slice.folder, 'local', 'oplog.rs.bson');
    const nothing = temporaryFolder('nothing');
    const upTo = limit ? ['--oplogLimit', limitText(limit)] : [];
    const args = ['--oplogReplay', '--oplogFile', file, ...upTo, nothing.path];
    await runOn(target, tools.mongorestore, { args, what: 'Replaying the log' }).finally(nothing.remove);
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

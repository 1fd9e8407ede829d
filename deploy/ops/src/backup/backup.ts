import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from '@yimen/local';
import { type Broker, committedOf, connectBroker, endsOf, type Places } from '@yimen/messaging';
import { type MongoTools, runOn } from '../mongo-tools.ts';
import { partsOf, type Say, type Target } from '../platform.ts';
import { halfwayOf } from '../restore/barriers.ts';
import { BASE, claimFolder, releaseFolder } from './folder.ts';
import { type Manifest, newestOf, readManifest, requireSame, type Standing, writeManifest } from './manifest.ts';
import { instantOf, isAfter, lastOperation, limitText } from './oplog.ts';
import { claimRun } from './run-claim.ts';
import { readLog, requireGoesOn } from './server-log.ts';

/** What a backup needs. */
export interface BackupOptions {
  readonly target: Target;
  readonly tools: MongoTools;
  /** Empty, or a backup that goes on. */
  readonly folder: string;
  readonly say: Say;
}

/**
 * Dumps all databases of the server, consistent at one place of its log, while load runs. On a folder that holds a
 * backup it goes on with the log since then, so that a restore can choose any moment in between. Throws one sentence when the
 * log of this server does not go on where the backup ends, or while another run has the folder.
 */
export const backup = async (options: BackupOptions): Promise<Manifest> => {
  if (await halfwayOf(options.target))
    throw new Obstacle('A restore stands half-way here: go on with it by `restore FOLDER --resume` before a backup.');
  const giveBack = await claimRun(options.folder);
  try {
    const before = readManifest(options.folder);
    if (before) return await goOn(options, before);
    claimFolder(options.folder);
    return await begin(options);
  } finally {
    giveBack();
  }
};

const begin = async ({ target, tools, folder, say }: BackupOptions): Promise<Manifest> => {
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-backup' });
  // before the dump: what is known by now is in it, what is lost later stands behind these places
  const { replicaSet, newest } = await readLog(target);
  const standing = await standingOf(broker, target);
  say('dumping while load runs …');
  const base = join(folder, BASE);
  const args = ['--oplog', '--gzip', '--out', base];
  await runOn(target, tools.mongodump, { args, what: 'Dumping the databases' });
  const manifest: Manifest = {
    format: 1,
    replicaSet,
    services: target.services,
    databasePrefix: target.databasePrefix,
    base: (await lastOperation(join(base, 'oplog.bson'))) ?? newest,
    slices: [],
    ...standing,
  };
  writeManifest(folder, manifest);
  releaseFolder(folder);
  say(`restorable to ${instantOf(manifest.base)}`);
  return manifest;
};

const standingOf = async (broker: Broker, target: Target): Promise<Standing> => {
  const parts = partsOf(target);
  const ends = await endsOf(broker, [...new Set(parts.flatMap(({ tells }) => tells))]);
  const groups: Record<string, Places> = {};
  for (const { group, hears } of parts) groups[group] = await committedOf(broker, group, hears);
  return { ends, groups };
};

const goOn = async ({ target, tools, folder, say }: BackupOptions, before: Manifest): Promise<Manifest> => {
  requireSame(before, target);
  await requireGoesOn(target, before);
  const from = newestOf(before);
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-backup' });
  const standing = await standingOf(broker, target);
  // behind that: what was told or taken by now was stored before
  const { newest } = await readLog(target);
  if (!isAfter(newest, from)) return before;
  const name = `slice-${before.slices.length + 1}`;
  rmSync(join(folder, name), { recursive: true, force: true });
  const later = JSON.stringify({ ts: { $gt: { $timestamp: from } } });
  const args = ['-d', 'local', '-c', 'oplog.rs', '--query', later, '--out', join(folder, name)];
  await runOn(target, tools.mongodump, { args, what: 'Dumping the log of operations' });
  // what fell out of the log before the dump had begun would be a gap
  await requireGoesOn(target, before);
  const to = await lastOperation(join(folder, name, 'local', 'oplog.rs.bson'));
  if (!to) return before;
  const manifest = { ...before, slices: [...before.slices, { folder: name, to, stood: newest, ...standing }] };
  writeManifest(folder, manifest);
  say(`restorable to any moment from ${instantOf(before.base)} to ${instantOf(to)} (${limitText(to)})`);
  return manifest;
};

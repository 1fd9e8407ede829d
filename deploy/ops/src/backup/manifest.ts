import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from '@yimen/local';
import type { Places } from '@yimen/messaging';
import type { Target } from '../platform.ts';
import { isAfter, type OplogTime } from './oplog.ts';

/** What a backup is, beside the dumped data itself. */
export interface Manifest {
  readonly format: 1;
  /** The replica set whose log it is; absent in manifests of earlier releases. */
  readonly replicaSet?: string;
  readonly services: readonly string[];
  readonly databasePrefix: string;
  /** The base is consistent at this place of the log, and can be restored to any later one that a slice covers. */
  readonly base: OplogTime;
  /** Later parts of the log, in order, without a gap. */
  readonly slices: readonly Slice[];
  /** Where the topics stood before the base was dumped. */
  readonly ends: Standing['ends'];
  readonly groups: Standing['groups'];
}

/** A later part of the log, and where the topics stood before it was dumped. */
interface Slice extends Partial<Standing> {
  readonly folder: string;
  readonly to: OplogTime;
  /** The place of the log by which all that the topics then held was in the store. */
  readonly stood?: OplogTime;
}

/** Where the topics stood when a dump began. */
export interface Standing {
  /** Their ends: what is lost by a restore to a later moment can only stand behind. */
  readonly ends: Places;
  /** How far each group had read: what it had taken by then is in the dump. */
  readonly groups: Readonly<Record<string, Places>>;
}

/** Where the topics stood before a place of the log, as late as the backup knows; of the base when it knows no later. */
export const standingAt = ({ slices, ends, groups }: Manifest, place: OplogTime | undefined): Standing => {
  const before = slices.findLast(({ stood }) => stood && place && isAfter(place, stood));
  return { ends: before?.ends ?? ends, groups: before?.groups ?? groups };
};

const fileOf = (folder: string): string => join(folder, 'manifest.json');

/** The manifest of a backup, or undefined when there is none in this folder. */
export const readManifest = (folder: string): Manifest | undefined =>
  existsSync(fileOf(folder)) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Manifest) : undefined;

/** Replaces the manifest at once: a backup without one, or with the one before, is whole. */
export const writeManifest = (folder: string, manifest: Manifest): void => {
  writeFileSync(`${fileOf(folder)}.part`, JSON.stringify(manifest, null, 2), { mode: 0o600 });
  renameSync(`${fileOf(folder)}.part`, fileOf(folder));
};

/** Throws when a backup is of other services or of databases of other names than the command is told to work on. */
export const requireSame = (
  { services, databasePrefix }: Manifest,
  target: Pick<Target, 'services' | 'databasePrefix'>,
): void => {
  if (services.toSorted().join() !== target.services.toSorted().join())
    throw new Obstacle(`This backup holds ${services.join(', ')}, which belong together: say so with --services.`);
  if (databasePrefix !== target.databasePrefix)
    throw new Obstacle(
      `The databases of this backup begin with "${databasePrefix}", and go back under the same names: say --prefix "${databasePrefix}".`,
    );
};

/** The latest place that a backup can be restored to. */
export const newestOf = ({ base, slices }: Manifest): OplogTime => slices.at(-1)?.to ?? base;

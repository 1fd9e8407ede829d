import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from '@yimen/messaging';
import type { OplogTime } from './oplog.ts';

/** What a backup is, beside the dumped data itself. */
export interface Manifest {
  readonly format: 1;
  readonly startedAt: string;
  readonly services: readonly string[];
  readonly databasePrefix: string;
  /** The base is consistent at this place of the log, and can be restored to any later one that a slice covers. */
  readonly base: OplogTime;
  /** Later parts of the log, in order, without a gap. */
  readonly slices: readonly { readonly folder: string; readonly to: OplogTime }[];
  /** Where the topics ended before the dump began: what is lost by a restore can only stand behind. */
  readonly ends: Places;
  /** How far each group had read before the dump began: what it had taken by then is in the dump. */
  readonly groups: Readonly<Record<string, Places>>;
}

const fileOf = (folder: string): string => join(folder, 'manifest.json');

/** The manifest of a backup, or undefined when there is none in this folder. */
export const readManifest = (folder: string): Manifest | undefined =>
  existsSync(fileOf(folder)) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Manifest) : undefined;

/** Replaces the manifest at once: a backup without one, or with the one before, is whole. */
export const writeManifest = (folder: string, manifest: Manifest): void => {
  writeFileSync(`${fileOf(folder)}.part`, JSON.stringify(manifest, null, 2), { mode: 0o600 });
  renameSync(`${fileOf(folder)}.part`, fileOf(folder));
};

/** The latest place that a backup can be restored to. */
export const newestOf = ({ base, slices }: Manifest): OplogTime => slices.at(-1)?.to ?? base;

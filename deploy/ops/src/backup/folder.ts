import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from '@yimen/local';

/** The dump that a backup begins with. */
export const BASE = 'base';

const CLAIM = 'backup.unfinished';

/**
 * Makes a folder ready for the first dump, and says in it whose it is before there is a whole backup: one that was cut
 * off may begin again there. Throws when the folder holds anything else.
 */
export const claimFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isClaimed = existsSync(join(folder, CLAIM));
  if (!isClaimed && readdirSync(folder).length > 0)
    throw new Obstacle(`${folder} is not empty, and holds no backup: choose another folder.`);
  writeFileSync(join(folder, CLAIM), '');
  rmSync(join(folder, BASE), { recursive: true, force: true });
};

/** There is a whole backup by now. */
export const releaseFolder = (folder: string): void => rmSync(join(folder, CLAIM), { force: true });

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from '@yimen/local';
import { RUN_CLAIM } from './run-claim.ts';

/** The dump that a backup begins with. */
export const BASE = 'base';

const UNFINISHED = 'backup.unfinished';

/**
 * Makes a folder that this run has claimed ready for the first dump, and says in it whose it is before there is a whole
 * backup: one that was cut off may begin again there. Throws when the folder holds anything else.
 */
export const claimFolder = (folder: string): void => {
  const isOurs = existsSync(join(folder, UNFINISHED));
  if (!isOurs && readdirSync(folder).some((name) => name !== RUN_CLAIM))
    throw new Obstacle(`${folder} is not empty, and holds no backup: choose another folder.`);
  writeFileSync(join(folder, UNFINISHED), '');
  rmSync(join(folder, BASE), { recursive: true, force: true });
};

/** There is a whole backup by now. */
export const releaseFolder = (folder: string): void => rmSync(join(folder, UNFINISHED), { force: true });

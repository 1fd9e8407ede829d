import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Obstacle, startOfProcess } from '@yimen/local';

/** Stands in the folder of a backup while a run writes into it. */
export const RUN_CLAIM = 'backup.run';

/** Whose run it is: a process id is used again, its start time is not. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  /** As `ps` tells it; empty where there is none. */
  readonly started: string;
}

/**
 * Takes a folder, made if need be, for this run alone; answers how it is given back. Throws one sentence while another run
 * has it; what a dead one has left behind is taken over.
 */
export const claimRun = async (folder: string): Promise<() => void> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, RUN_CLAIM);
  const me: Owner = { host: hostname(), pid: process.pid, started: await startOfProcess(process.pid) };
  const left = readClaim(file);
  if (left !== undefined) {
    await requireDead(left, me, file);
    // who came while that was looked into has a claim of its own by now
    if (readClaim(file) === left) rmSync(file, { force: true });
  }
  try {
    writeFileSync(file, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? new Obstacle(`Another backup has just begun in ${folder}.`) : error;
  }
  return () => rmSync(file, { force: true });
};

const readClaim = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const requireDead = async (claim: string, me: Owner, file: string): Promise<void> => {
  const owner = ownerOf(claim);
  if (owner?.host !== me.host)
    throw new Obstacle(
      `A backup runs into this folder${owner ? ` from ${owner.host}` : ''}: wait for its end. If it has surely died, remove ${file}.`,
    );
  if (await isAlive(owner, me))
    throw new Obstacle(`A backup runs into this folder (process ${owner.pid}): wait for its end.`);
};

const ownerOf = (claim: string): Owner | undefined => {
  try {
    return JSON.parse(claim) as Owner;
  } catch {
    return undefined; // it is just being written, or the disk was full
  }
};

/** `ps` reckons a start from the wall clock, which is put right now and then. */
const SAME_START_MS = 30_000;

const isAlive = async ({ pid, started }: Owner, me: Owner): Promise<boolean> => {
  if (started === '' || me.started === '') return pid !== me.pid && isThere(pid);
  return Math.abs(Date.parse(await startOfProcess(pid)) - Date.parse(started)) < SAME_START_MS;
};

/** Whether any process has this id; without `ps` nobody says which. */
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

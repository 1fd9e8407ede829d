import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Obstacle } from '../servers/obstacle.ts';

/** Who runs a stack on a state folder: a process id is used again, its start time is not. */
interface Owner {
  readonly pid: number;
  readonly started: string;
}

const fileOf = (stateDir: string): string => join(stateDir, 'run.json');

/** When a living process was started (UTC, as `ps` writes it); empty for one that is gone, or a zombie, or without `ps`. */
export const startOfProcess = async (pid: number): Promise<string> => {
  const ask = ['-o', 'stat=,lstart=', '-p', String(pid)];
  const { stdout = '' } = await execa('ps', ask, { reject: false, env: { LC_ALL: 'C', TZ: 'UTC' } });
  return /^\s*[^Z\s]\S*\s+(.+?)\s*$/.exec(stdout)?.[1] ?? '';
};

const isAlive = async ({ pid, started }: Owner): Promise<boolean> =>
  started !== '' && (await startOfProcess(pid)) === started;

/** Throws one sentence when another living process runs a stack on this folder. */
export const requireUnused = async (stateDir: string): Promise<void> => {
  const file = fileOf(stateDir);
  if (!existsSync(file)) return;
  const owner = JSON.parse(readFileSync(file, 'utf8')) as Owner;
  if (owner.pid !== process.pid && (await isAlive(owner)))
    throw new Obstacle(`Yimen runs already on ${stateDir} (process ${owner.pid}): stop it there with Ctrl-C first.`);
};

/** Takes a state folder for this process; answers how it is given back. */
export const takeFolder = async (stateDir: string): Promise<() => void> => {
  await requireUnused(stateDir);
  mkdirSync(stateDir, { recursive: true });
  const owner: Owner = { pid: process.pid, started: await startOfProcess(process.pid) };
  writeFileSync(fileOf(stateDir), JSON.stringify(owner));
  return () => rmSync(fileOf(stateDir), { force: true });
};

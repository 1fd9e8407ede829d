import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { Obstacle } from '../servers/obstacle.ts';

/** A process as it can be recognised later: ids are used again, start times are not. */
interface Trace {
  readonly pid: number;
  readonly started: string;
}

/** Who runs a stack on a state folder, and what it started. */
interface Roster {
  readonly owner: Trace;
  readonly children: readonly Trace[];
}

const GONE_TRIES = 100;
const GONE_PAUSE_MS = 100;

const fileOf = (stateDir: string): string => join(stateDir, 'processes.json');

const startOf = async (pid: number): Promise<string> =>
  (await execa('ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false, env: { LC_ALL: 'C' } })).stdout?.trim() ??
  '';

const isAlive = async ({ pid, started }: Trace): Promise<boolean> => started !== '' && (await startOf(pid)) === started;

const traceOf = async (pid: number): Promise<Trace> => ({ pid, started: await startOf(pid) });

/** Writes down what runs on this state folder, for the next start to find if this one is killed. */
export const recordProcesses = async (stateDir: string, pids: readonly number[]): Promise<void> => {
  const record: Roster = {
    owner: await traceOf(process.pid),
    children: await Promise.all(pids.map(traceOf)),
  };
  writeFileSync(fileOf(stateDir), JSON.stringify(record));
};

/** Nothing runs any more. */
export const forgetProcesses = (stateDir: string): void => rmSync(fileOf(stateDir), { force: true });

/**
 * Ends what a killed run left behind on this state folder, hard. Throws a sentence when that run is alive:
 * one folder, one run.
 */
export const endLeftovers = async (stateDir: string): Promise<number> => {
  const file = fileOf(stateDir);
  if (!existsSync(file)) return 0;
  const { owner, children } = JSON.parse(readFileSync(file, 'utf8')) as Roster;
  if (owner.pid !== process.pid && (await isAlive(owner)))
    throw new Obstacle(`Yimen runs already on ${stateDir} (process ${owner.pid}): stop it there with Ctrl-C first.`);
  const living = [];
  for (const child of children) if (await isAlive(child)) living.push(child);
  for (const { pid } of living) process.kill(pid, 'SIGKILL');
  for (let asked = 0; asked < GONE_TRIES && living.length > 0; asked++) {
    const states = await Promise.all(living.map(isAlive));
    if (!states.includes(true)) break;
    await pause(GONE_PAUSE_MS);
  }
  forgetProcesses(stateDir);
  return living.length;
};

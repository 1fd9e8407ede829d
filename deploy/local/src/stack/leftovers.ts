import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { livingPids } from '../servers/child.ts';
import { Obstacle } from '../servers/obstacle.ts';

/** Start times by process id: ids are used again, start times are not. */
type Processes = Readonly<Record<string, string>>;

/** Who runs a stack on a state folder, and what it started. */
interface Runs {
  readonly owner: Processes;
  readonly children: Processes;
}

const GONE_TRIES = 100;
const GONE_PAUSE_MS = 100;

const fileOf = (stateDir: string): string => join(stateDir, 'processes.json');

/** Those of the processes that live now (a zombie does not), with the times at which they started. */
const look = async (pids: readonly (number | string)[]): Promise<Processes> => {
  if (pids.length === 0) return {};
  const ask = ['-o', 'pid=,stat=,lstart=', '-p', pids.join(',')];
  const { stdout = '' } = await execa('ps', ask, { reject: false, env: { LC_ALL: 'C' } });
  const rows = stdout.split('\n').map((row) => /^\s*(\d+)\s+[^Z\s]\S*\s+(.+?)\s*$/.exec(row));
  return Object.fromEntries(rows.flatMap((row) => (row?.[1] && row[2] ? [[row[1], row[2]]] : [])));
};

const alive = async (recorded: Processes): Promise<number[]> => {
  const now = await look(Object.keys(recorded));
  return Object.entries(recorded)
    .filter(([pid, started]) => now[pid] === started)
    .map(([pid]) => Number(pid));
};

/** Keeps a file of what runs on a state folder, for the next start to find if this process is killed. */
export interface Roster {
  /** Writes down, soon, what runs now. */
  readonly note: () => void;
  /** Nothing of ours runs any more; the file of another run is left alone. */
  readonly close: () => Promise<void>;
}

/** Opens the roster of a state folder; the folder may come to be later. */
export const openRoster = (stateDir: string): Roster => {
  let writing = Promise.resolve();
  let ours = false;
  const write = async () => {
    const record: Runs = { owner: await look([process.pid]), children: await look(livingPids()) };
    writeFileSync(fileOf(stateDir), JSON.stringify(record));
  };
  return {
    note: () => {
      ours = true;
      // without `ps`, or on a full disk, only the tidying after a kill is lost
      writing = writing.then(write).catch(() => {});
    },
    close: async () => {
      await writing;
      if (ours) rmSync(fileOf(stateDir), { force: true });
    },
  };
};

/**
 * Ends what a killed run left behind on this state folder, hard, and answers how many. Throws a sentence when that
 * run is alive: one folder, one run.
 */
export const endLeftovers = async (stateDir: string): Promise<number> => {
  const file = fileOf(stateDir);
  if (!existsSync(file)) return 0;
  const { owner, children } = JSON.parse(readFileSync(file, 'utf8')) as Runs;
  const [runner] = await alive(owner);
  if (runner !== undefined && runner !== process.pid)
    throw new Obstacle(`Yimen runs already on ${stateDir} (process ${runner}): stop it there with Ctrl-C first.`);
  const leftovers = await alive(children);
  for (const pid of leftovers) process.kill(pid, 'SIGKILL');
  for (let tries = 0; tries < GONE_TRIES && (await alive(children)).length > 0; tries++) await pause(GONE_PAUSE_MS);
  rmSync(file, { force: true });
  return leftovers.length;
};

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../places.ts';
import { type Child, startChild, waitUntilReady } from '../servers/child.ts';
import { Obstacle } from '../servers/obstacle.ts';

/** One of our own Node programs, reached at `/ready`. */
export interface ProgramOptions {
  readonly name: string;
  /** Its main file, as a path under the root of the project. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logFile: string;
  /** Called when it ended by itself and was started again, or was given up. */
  readonly tell: (sentence: string) => void;
  /** Told as soon as a process exists. */
  readonly spawned: () => void;
}

/** Something that was started and can be stopped, killed and started again. */
export interface Part {
  readonly pids: () => number[];
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
}

const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
const READY_MS = 2_000;
const RESTARTS_LIMIT = 5;
const RESTART_PAUSE_MS = 1_000;

const isReady = (port: number) => async (): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(READY_MS) })).ok;

/**
 * Starts a program and waits until it is ready. One that ends by itself later is started again, a bounded number of
 * times; one that is stopped or killed here stays down until `restart`.
 */
export const startProgram = async (options: ProgramOptions): Promise<Part> => {
  const { name, entry, env, port, logFile, tell, spawned } = options;
  if (!existsSync(join(ROOT, entry))) throw new Obstacle(`${name} cannot be started: ${entry} does not exist.`);
  let wanted = true;
  let restarts = 0;

  const start = async (): Promise<Child> => {
    const args = [...FLAGS, join(ROOT, entry)];
    const started = startChild({ name, command: process.execPath, args, env, logFile, spawned });
    try {
      await waitUntilReady(started, isReady(port));
    } catch (error) {
      await started.kill();
      throw error;
    }
    void started.ended.then(() => revive(started));
    return started;
  };

  const revive = async (ended: Child): Promise<void> => {
    if (ended !== child) return;
    while (wanted && restarts < RESTARTS_LIMIT) {
      restarts += 1;
      tell(`${name} ended (${ended.ending()}) and is started again; see ${logFile}.`);
      await pause(RESTART_PAUSE_MS);
      if (!wanted) return;
      const again = await start().catch(() => undefined);
      if (!again) continue;
      child = again;
      // stopped meanwhile: the newcomer must not outlive us
      if (!wanted) await again.kill();
      return tell(`${name} is back.`);
    }
    if (wanted) tell(`${name} ended ${restarts + 1} times and is given up; see ${logFile}.`);
  };

  let child = await start();
  const down = (how: 'stop' | 'kill') => () => {
    wanted = false;
    return child[how]();
  };
  return {
    pids: () => (child.ending() === undefined ? [child.pid] : []),
    stop: down('stop'),
    kill: down('kill'),
    restart: async () => {
      await down('stop')();
      child = await start();
      wanted = true;
    },
  };
};

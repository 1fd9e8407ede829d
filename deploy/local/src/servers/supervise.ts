import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';

/** Something that was started and can be stopped, killed and started again. */
export interface Part {
  /** SIGTERM, and SIGKILL when that does not help; stays down until `restart`. */
  readonly stop: () => Promise<void>;
  /** SIGKILL; stays down until `restart`. */
  readonly kill: () => Promise<void>;
  /** Starts it again on its data and port, stopping it first when it runs; resolves when it is ready. */
  readonly restart: () => Promise<void>;
  /** Any signal to its process; SIGSTOP freezes it and SIGCONT lets it go on. */
  readonly signal: (signal: NodeJS.Signals) => void;
}

const RESTARTS_LIMIT = 5;
const RESTART_PAUSE_MS = 1_000;

/**
 * Starts something by `start`, which resolves when it is ready. One that ends by itself later is started again, a
 * bounded number of times, and `tell` hears of it; one that is stopped or killed here stays down until `restart`.
 */
export const supervise = async (start: () => Promise<Child>, tell: (sentence: string) => void): Promise<Part> => {
  let wanted = true;
  let restarts = 0;

  const watched = async (): Promise<Child> => {
    const started = await start();
    void started.ended.then(() => revive(started));
    return started;
  };

  const revive = async (ended: Child): Promise<void> => {
    if (ended !== child) return;
    const { name, logFile } = ended;
    while (wanted && restarts < RESTARTS_LIMIT) {
      restarts += 1;
      tell(`${name} ended (${ended.ending()}) and is started again; see ${logFile}.`);
      await pause(RESTART_PAUSE_MS);
      if (!wanted) return;
      const again = await watched().catch(() => undefined);
      if (!again) continue;
      child = again;
      // stopped meanwhile: the newcomer must not outlive us
      if (!wanted) await again.kill();
      return tell(`${name} is back.`);
    }
    if (wanted) tell(`${name} ended ${restarts + 1} times and is given up; see ${logFile}.`);
  };

  let child = await watched();
  const down = (how: 'stop' | 'kill') => () => {
    wanted = false;
    return child[how]();
  };
  return {
    stop: down('stop'),
    kill: down('kill'),
    restart: async () => {
      await down('stop')();
      child = await watched();
      wanted = true;
    },
    signal: (signal) => child.signal(signal),
  };
};

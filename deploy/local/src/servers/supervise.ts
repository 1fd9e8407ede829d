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

  const watch = (started: Child): Child => {
    void started.ended.then(() => revive(started));
    return started;
  };

  const revive = async (ended: Child): Promise<void> => {
    const { name, logFile } = ended;
    // nobody wants it down, and nobody else has started it again meanwhile
    const isMissing = (): boolean => wanted && child === ended;
    while (isMissing() && restarts < RESTARTS_LIMIT) {
      restarts += 1;
      tell(`${name} ended (${ended.ending()}) and is started again; see ${logFile}.`);
      await pause(RESTART_PAUSE_MS);
      if (!isMissing()) return;
      const again = await start().catch(() => undefined);
      if (!again) continue;
      if (!isMissing()) return again.kill(); // the newcomer must not outlive us, nor stand beside another
      child = again;
      watch(again);
      return tell(`${name} is back.`);
    }
    if (isMissing()) tell(`${name} ended ${restarts + 1} times and is given up; see ${logFile}.`);
  };

  let child = await start();
  watch(child);
  const down = (how: 'stop' | 'kill') => () => {
    wanted = false;
    return child[how]();
  };
  return {
    stop: down('stop'),
    kill: down('kill'),
    restart: async () => {
      await down('stop')();
      child = await start();
      wanted = true;
      watch(child);
    },
    signal: (signal) => child.signal(signal),
  };
};

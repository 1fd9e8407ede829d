import { setTimeout as pause } from 'node:timers/promises';
import type { ServerName } from '../servers/index.ts';
import { Obstacle } from '../servers/obstacle.ts';
import type { Part } from '../servers/supervise.ts';
import { SERVICES, type ServiceName } from './layout.ts';

/** Every part of a stack that can be killed and started again by name. */
export type PartName = ServerName | ServiceName | 'issuer' | 'simulators';

/** Who is stopped together, and before whom: nobody loses what it still needs. */
const STOP_ORDER: readonly (readonly PartName[])[] = [SERVICES, ['simulators'], ['issuer']];
const SERVERS: readonly PartName[] = ['kafka', 'mongodb', 'redis'];

/** The parts that run. */
export interface Parts {
  /**
   * Starts a part and keeps it under its name, or without one as a further process. Once `stopAll` was called no part
   * begins; one that is just beginning is given up by its signal, or stopped as soon as it runs.
   */
  readonly begin: <P extends Part>(
    name: PartName | undefined,
    start: (signal: AbortSignal) => Promise<P>,
  ) => Promise<P>;
  /** Throws when no part of this name was started. */
  readonly get: (name: PartName) => Part;
  /** Stops all programs, does the last work on the servers, then stops these. */
  readonly stopAll: (lastWork: () => Promise<void> | undefined) => Promise<void>;
}

/** What was beginning when all had to stop is not waited for longer: a download may take minutes to notice. */
const GIVE_UP_MS = 10_000;

/** An empty set of parts. */
export const createParts = (): Parts => {
  const parts = new Map<PartName, Part>();
  const further: Part[] = [];
  const beginning = new Set<Promise<unknown>>();
  const ending = new AbortController();

  const start = async <P extends Part>(work: (signal: AbortSignal) => Promise<P>): Promise<P> => {
    if (ending.signal.aborted) throw new Obstacle('The platform is being stopped.');
    const part = await work(ending.signal);
    if (!ending.signal.aborted) return part;
    await part.stop();
    throw new Obstacle('The platform was stopped before all of it had begun.');
  };

  return {
    begin: async (name, work) => {
      const started = start(work);
      beginning.add(started);
      const part = await started.finally(() => beginning.delete(started));
      if (name === undefined) further.push(part);
      else parts.set(name, part);
      return part;
    },
    get: (name) => {
      const part = parts.get(name);
      if (!part) throw new Error(`${name} was not started in this stack.`);
      return part;
    },
    stopAll: async (lastWork) => {
      ending.abort();
      await Promise.race([Promise.allSettled(beginning), pause(GIVE_UP_MS, undefined, { ref: false })]);
      const stop = (names: readonly PartName[]) => Promise.allSettled(names.map((name) => parts.get(name)?.stop()));
      await Promise.allSettled(further.splice(0).map((part) => part.stop()));
      for (const names of STOP_ORDER) await stop(names);
      await Promise.allSettled([lastWork()]);
      await stop(SERVERS);
      parts.clear();
    },
  };
};

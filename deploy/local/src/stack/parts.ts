import type { ServerName } from '../servers/index.ts';
import type { Part } from '../servers/supervise.ts';
import { SERVICES, type ServiceName } from './layout.ts';

/** Every part of a stack that can be killed and started again by name. */
export type PartName = ServerName | ServiceName | 'issuer' | 'simulators';

/** Who is stopped together, and before whom: nobody loses what it still needs. */
const STOP_ORDER: readonly (readonly PartName[])[] = [SERVICES, ['simulators'], ['issuer']];
const SERVERS: readonly PartName[] = ['kafka', 'mongodb', 'redis'];

/** The parts that run. */
export interface Parts {
  readonly add: (name: PartName, part: Part) => void;
  /** Throws when no part of this name was started. */
  readonly get: (name: PartName) => Part;
  /** Stops all programs, does the last work on the servers, then stops these. */
  readonly stopAll: (lastWork: () => Promise<void> | undefined) => Promise<void>;
}

/** An empty set of parts. */
export const createParts = (): Parts => {
  const parts = new Map<PartName, Part>();
  return {
    add: (name, part) => void parts.set(name, part),
    get: (name) => {
      const part = parts.get(name);
      if (!part) throw new Error(`${name} was not started in this stack.`);
      return part;
    },
    stopAll: async (lastWork) => {
      const stop = (names: readonly PartName[]) => Promise.allSettled(names.map((name) => parts.get(name)?.stop()));
      for (const names of STOP_ORDER) await stop(names);
      await Promise.allSettled([lastWork()]);
      await stop(SERVERS);
      parts.clear();
    },
  };
};

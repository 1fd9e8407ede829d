import { type Clocks, toInstant } from '@yimen/kernel';
import type { Logger } from 'pino';
import type { LegacySystem } from './connect.ts';
import { carry, type Errand } from './errand.ts';
import { createGate } from './gate.ts';
import type { ExchangePort, Work } from './port.ts';
import type { SystemStates } from './state.ts';

/** What a lane is made of. */
export interface LaneParts {
  readonly system: LegacySystem;
  readonly port: ExchangePort;
  readonly states: SystemStates;
  readonly clocks: Clocks;
  readonly logger: Logger;
  readonly owner: string;
  readonly leaseMs: number;
}

/** The work of one system. */
export interface Lane {
  /** Keep the lease and look for work now; while a look is under way, one more follows it. */
  readonly look: () => void;
  /** Starts nothing more; to be looked at until it has ended, so that the lease holds as long as its calls. */
  readonly stop: () => Promise<void>;
}

/** What did not move (a start refused, a store away) is not taken up again before this, nor does it hold up others. */
const IDLE_MS = 5_000;

/** Makes the lane of one system: it looks, takes what the system bears, and looks again whenever a call has ended. */
export const createLane = (parts: LaneParts): Lane => {
  const { system, clocks, port } = parts;
  const log = parts.logger.child({ system: system.adapter.id });
  const gate = createGate({ ...parts, log });
  const underWay = new Map<string, Promise<void>>();
  const idleUntil = new Map<string, number>();
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const look = (): void => {
    gate.hold().catch(() => undefined); // said by the look
    if (stopped) return;
    again = true;
    looking ??= lookWhileAsked().finally(() => {
      looking = undefined;
    });
  };

  const lookWhileAsked = async (): Promise<void> => {
    while (again && !stopped) {
      again = false;
      try {
        await takeWork();
      } catch (error) {
        log.warn({ err: error }, 'the lane could not look for work');
      }
    }
  };

  const takeWork = async (): Promise<void> => {
    await gate.hold();
    const free = system.limits.concurrency - underWay.size;
    if (free <= 0 || !(await gate.isOpen())) return;
    const now = clocks.system();
    for (const [name, until] of idleUntil) if (until <= now) idleUntil.delete(name);
    // what is under way or idle may come again: ask for enough to find the rest behind it
    const due = await port.next(system.adapter.id, system.limits.concurrency + idleUntil.size, toInstant(now));
    const fresh = due.filter((work) => isFree(nameOf(work))).slice(0, free);
    const granted = await gate.spend(fresh.length);
    if (!stopped)
      for (const work of fresh.slice(0, granted)) begin(work, { system, port, clocks, log, ended: gate.ended });
  };

  const isFree = (name: string): boolean => !underWay.has(name) && !idleUntil.has(name);

  const begin = (work: Work, errand: Errand): void => {
    const name = nameOf(work);
    const run = async (): Promise<void> => {
      let moved = false;
      try {
        moved = await carry(work, errand);
      } catch (error) {
        log.error({ err: error, dossier: work.dossierId }, 'an exchange could not be carried on');
      }
      underWay.delete(name);
      if (!moved) idleUntil.set(name, clocks.system() + IDLE_MS);
      look();
    };
    underWay.set(name, run());
  };

  return {
    look,
    stop: async () => {
      stopped = true;
      await looking;
      await Promise.all(underWay.values());
      await gate.leave();
    },
  };
};

const nameOf = ({ dossierId, exchange }: Work): string => `${dossierId}/${exchange.id}`;

import type { Clocks } from '@yimen/kernel';
import type { Logger } from 'pino';
import { afterCall, afterProbe, CIRCUIT_RULES, type Circuit, CLOSED, wantsProbe } from './circuit.ts';
import type { LegacySystem } from './connect.ts';
import { businessDay, opensInMs } from './hours.ts';
import type { SystemState, SystemStates } from './state.ts';

/** What a gate is made of. */
export interface GateParts {
  readonly system: LegacySystem;
  readonly states: SystemStates;
  readonly clocks: Clocks;
  readonly owner: string;
  readonly leaseMs: number;
  readonly log: Logger;
}

/** What stands between a lane and its system. */
export interface Gate {
  /** Takes the lease, or keeps it: whatever else is under way, for calls may last longer than a lease. */
  readonly hold: () => Promise<void>;
  /** Whether calls may be made now, as `hold` found it: lease, kill switch, hours, a pause that the system asked for, the circuit. */
  readonly isOpen: () => Promise<boolean>;
  /** How many of the wanted calls the day's quota grants. */
  readonly spend: (wanted: number) => Promise<number>;
  /** After every call: a sign of life or not, and a pause that the system asks for. */
  readonly ended: (ok: boolean, retryAfterMs: number | undefined) => Promise<void>;
  /** Gives the lease back. */
  readonly leave: () => Promise<void>;
}

/** How old what is known of lease and kill switch may be. */
const FRESH_MS = 1_000;

/** Makes the gate of one system. */
export const createGate = (parts: GateParts): Gate => {
  const { system, states, clocks, owner, leaseMs, log } = parts;
  const id = system.adapter.id;
  let state: SystemState | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let circuit: Circuit = CLOSED;
  let pausedUntil = 0;
  let refreshing: Promise<void> | undefined;
  let left = false;

  const holds = (): boolean => state !== undefined && clocks.system() - readAt < leaseMs;

  const refresh = async (): Promise<void> => {
    const held = holds();
    const askedAt = clocks.system();
    state = await states.lease(id, owner, leaseMs);
    readAt = askedAt;
    // while we hold the lease nobody else turns the circuit
    if (state && !held) circuit = state.circuit;
  };

  const hold = async (): Promise<void> => {
    if (left || (state && clocks.system() - readAt < FRESH_MS)) return;
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    await refreshing;
  };

  const turn = async (after: Circuit): Promise<void> => {
    if (!holds()) return; // it is another's to turn, and read anew when the lease comes back
    const before = circuit;
    circuit = after;
    if (after === before || (after.circuit === 'closed' && before.circuit === 'closed')) return;
    if (after.circuit !== before.circuit) log.warn({ circuit: after.circuit }, 'the circuit of a system has turned');
    await states.setCircuit(id, after.circuit === 'closed' ? CLOSED : after);
  };

  return {
    hold,
    isOpen: async () => {
      const now = clocks.system();
      if (!state || state.off || now < pausedUntil) return false;
      if (opensInMs(system.limits.hours, clocks.business()) > 0) return false;
      if (wantsProbe(circuit, now))
        await turn(afterProbe(circuit, await system.ping(), clocks.system(), CIRCUIT_RULES));
      return circuit.circuit === 'closed';
    },
    spend: async (wanted) => {
      const quota = system.limits.quotaPerDay;
      if (quota === undefined || wanted === 0) return wanted;
      return states.spend(id, businessDay(clocks.business()), wanted, quota);
    },
    ended: async (ok, retryAfterMs) => {
      if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, clocks.system() + retryAfterMs);
      await turn(afterCall(circuit, ok, clocks.system(), CIRCUIT_RULES));
    },
    leave: async () => {
      left = true;
      await refreshing?.catch(() => undefined);
      if (state) await states.release(id, owner).catch(() => undefined); // the lease ends by itself, too
    },
  };
};

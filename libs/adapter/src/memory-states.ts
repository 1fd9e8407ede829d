import type { Clock } from '@yimen/kernel';
import { CLOSED } from './circuit.ts';
import type { SystemState, SystemStates } from './state.ts';

/** The states in memory: for tests and for a host that runs alone. */
export const memoryStates = (now: Clock): SystemStates => {
  const states = new Map<string, SystemState>();
  const leases = new Map<string, { readonly owner: string; readonly until: number }>();
  const read = (system: string): SystemState => states.get(system) ?? { system, circuit: CLOSED };
  return {
    lease: async (system, owner, leaseMs) => {
      const held = leases.get(system);
      if (held && held.owner !== owner && held.until > now()) return undefined;
      leases.set(system, { owner, until: now() + leaseMs });
      return read(system);
    },
    release: async (system, owner) => {
      if (leases.get(system)?.owner === owner) leases.delete(system);
    },
    setCircuit: async (system, circuit) => {
      states.set(system, { ...read(system), circuit });
    },
    spend: async (system, day, wanted, quota) => {
      const state = read(system);
      const used = state.quota?.day === day ? state.quota.used : 0;
      const granted = Math.max(0, Math.min(wanted, quota - used));
      states.set(system, { ...state, quota: { day, used: used + granted } });
      return granted;
    },
    setSwitch: async (system, off) => {
      const { off: _off, ...rest } = read(system);
      states.set(system, off ? { ...rest, off } : rest);
    },
    read: async (system) => read(system),
  };
};

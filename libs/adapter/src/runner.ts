import type { Clocks } from '@yimen/kernel';
import type { Logger } from 'pino';
import type { LegacySystem } from './connect.ts';
import { createLane, type Lane } from './lane.ts';
import type { ExchangePort } from './port.ts';
import type { SystemStates } from './state.ts';

/** What the runner is made of. */
export interface RunnerParts {
  readonly systems: readonly LegacySystem[];
  readonly port: ExchangePort;
  readonly states: SystemStates;
  readonly clocks: Clocks;
  readonly logger: Logger;
  /** Names this process among the replicas. */
  readonly owner: string;
  /** Pause between two looks when nobody nudges. */
  readonly sweepMs?: number;
  /** A replica that died is replaced after this. */
  readonly leaseMs?: number;
}

/** Carries exchanges to their systems. */
export interface Runner {
  readonly start: () => void;
  /** Looks at once, at one system or all: after a dossier has got a new exchange. */
  readonly nudge: (system?: string) => void;
  /** Starts nothing more, waits for what is under way (each call ends within its `callMs`), gives the leases back. */
  readonly stop: () => Promise<void>;
}

const SWEEP_MS = 1_000;
const LEASE_MS = 10_000;

/** One lane per system: nothing is shared between lanes but the port, so a dead system holds up only itself. */
export const createRunner = (parts: RunnerParts): Runner => {
  const { sweepMs = SWEEP_MS, leaseMs = LEASE_MS, systems, ...rest } = parts;
  const lanes = new Map<string, Lane>(
    systems.map((system) => [system.adapter.id, createLane({ ...rest, system, leaseMs })]),
  );
  let timer: NodeJS.Timeout | undefined;
  const nudge = (system?: string): void => {
    if (system === undefined) for (const lane of lanes.values()) lane.look();
    else lanes.get(system)?.look();
  };
  return {
    start: () => {
      timer ??= setInterval(nudge, sweepMs);
      nudge();
    },
    nudge,
    stop: async () => {
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
      clearInterval(timer);
    },
  };
};

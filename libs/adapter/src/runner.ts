import type { Clocks } from '@yimen/kernel';
import type { Logger } from 'pino';
import type { LegacySystem } from './connect.ts';
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
  readonly sweepMs?: number;
  readonly leaseMs?: number;
}

/** Carries exchanges to their systems. */
export interface Runner {
  readonly start: () => void;
  /** Looks at once, of one system or all: after a dossier has got a new exchange. */
  readonly nudge: (system?: string) => void;
  /** Starts nothing more, waits for what is under way (each call ends within its `callMs`), gives the leases back. */
  readonly stop: () => Promise<void>;
}
export declare const createRunner: (parts: RunnerParts) => Runner;

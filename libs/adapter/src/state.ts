import type { Circuit } from './circuit.ts';

/** Somebody switched the system off by hand. */
export interface SwitchedOff {
  /** System instant. */
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

/** What is remembered of one system across restarts and replicas. Pure JSON. */
export interface SystemState {
  readonly system: string;
  readonly circuit: Circuit;
  readonly off?: SwitchedOff;
  /** Calls used on one business day. */
  readonly quota?: { readonly day: string; readonly used: number };
}

/**
 * Where the states of the systems live: durable and shared (MongoDB in a service, memory in tests). The lease only
 * keeps replicas from doing the same work; that nothing is sent twice is the port's durable `started`.
 */
export interface SystemStates {
  /** Take or extend the lease: the state when this owner has it now, undefined when another has it. */
  readonly lease: (system: string, owner: string, leaseMs: number) => Promise<SystemState | undefined>;
  /** Give it back early. */
  readonly release: (system: string, owner: string) => Promise<void>;
  /** Remember the circuit. */
  readonly setCircuit: (system: string, circuit: Circuit) => Promise<void>;
  /** Use up to `wanted` calls of the day's quota; answers how many are granted. One atomic step. */
  readonly spend: (system: string, day: string, wanted: number, quota: number) => Promise<number>;
  /** The kill switch: `undefined` switches on again. */
  readonly setSwitch: (system: string, off: SwitchedOff | undefined) => Promise<void>;
  /** What is remembered; a system never seen has a closed circuit. */
  readonly read: (system: string) => Promise<SystemState>;
}

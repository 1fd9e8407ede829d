export type { Arrived, Filing, Ledger } from './book.ts';
export type { DecisionOrder } from './decisions.ts';
export type { FaultOrder } from './faults.ts';
export { type SimulatorOptions, type Simulators, startSimulators } from './simulators.ts';

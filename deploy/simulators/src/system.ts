import type { Clock, Clocks } from '@yimen/kernel';
import type { Book } from './book.ts';
import type { Decisions } from './decisions.ts';
import type { Faults } from './faults.ts';
import type { Incoming, Kind, Outgoing } from './wire.ts';

/** Everything around a system: its memory, its moods, its clocks. */
export interface World<S> {
  readonly settings: S;
  readonly book: Book;
  readonly decisions: Decisions;
  readonly faults: Faults;
  readonly clocks: Clocks;
  /** Seeded, 0 ≤ x < 1. */
  readonly random: Clock;
  /** The system's own usual time, shortened or stretched by the deployment. */
  readonly work: (ms: number) => Promise<void>;
  /** Does something later, unless the process ends before. */
  readonly later: (ms: number, task: () => Promise<void>) => void;
}

/** A system in its own words: bytes in, bytes out. */
export interface RunningSystem {
  readonly kindOf: (request: Incoming) => Kind;
  readonly answer: (request: Incoming) => Promise<Outgoing>;
  /** Goes on with what lies undecided or untold: after a restart, and after an order about decisions. */
  readonly goOn: () => void;
}

/** One of the 24: a folder and a line in `systems.ts`. */
export interface SystemSimulator {
  readonly id: string;
  readonly title: string;
  /** Throws when the settings do not fit. */
  readonly run: (world: World<unknown>) => RunningSystem;
}

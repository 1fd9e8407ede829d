import type { Exchange, ExchangeEvent, Polls } from './exchange.ts';

/** An exchange that may be due, with what its call needs. */
export interface Work {
  readonly dossierId: string;
  readonly exchange: Exchange;
  readonly polls?: Polls;
  /** In clear: it lives as long as the call. */
  readonly input: unknown;
}

/** What the runner reports about an exchange; the port hands it to `apply` through the dossier's one door. */
export type Report = Extract<ExchangeEvent, { event: 'answered' | 'asked' | 'gave-up' }>;

/**
 * The only way from the runner to the dossiers, so that the same runner works inside the service or as a host in the
 * department's own network. Calls may throw an `Outage`; the runner comes back later.
 */
export interface ExchangePort {
  /** Exchanges of one system with `dueAt ≤ dueBy` (system instant), oldest first. May repeat what is under way. */
  readonly next: (system: string, limit: number, dueBy: string) => Promise<readonly Work[]>;
  /**
   * Saves the start durably, at most once: `go` only when `apply(exchange, {event: 'started', at})` stood in the
   * dossier and its write is acknowledged. Anything else (lost race, withdrawn, not due) is `no`.
   */
  readonly started: (dossierId: string, exchangeId: string, at: string) => Promise<'go' | 'no'>;
  /** Saves news. Saying the same twice is harmless. */
  readonly answered: (dossierId: string, exchangeId: string, report: Report) => Promise<void>;
  /** Moves the counters of a poll without news: no version, no history. */
  readonly polled: (dossierId: string, exchangeId: string, polls: Polls) => Promise<void>;
}

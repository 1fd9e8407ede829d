import type { Hours } from './hours.ts';

/** What one system bears, and how long its things take. Milliseconds of the system clock. */
export interface Limits {
  /** The whole of one call, connecting included; after it nothing more is written to the socket. */
  readonly callMs: number;
  /** Once a call has ended, its request can no longer land in the system after this. Absent: nobody knows. */
  readonly settleMs?: number;
  /** Longest pause of our own process between checking a call's budget and writing to the socket. */
  readonly pauseMs: number;
  /** Times that one submission may be sent in all; beyond, a human is called. */
  readonly attempts: number;
  /** Calls under way at once. */
  readonly concurrency: number;
  /** Calls per business day. */
  readonly quotaPerDay?: number;
  /** First pause after a call that did not reach the system; doubled each time. */
  readonly backoffMs: number;
  readonly backoffLimitMs: number;
  /** Largest reply that is read. */
  readonly replyBytes: number;
  /** When the system can be used, on the business clock. Absent: always. */
  readonly hours?: Hours;
}

/** What a manifest must say itself; the rest has defaults. */
export type StatedLimits = Pick<Limits, 'callMs' | 'attempts' | 'concurrency'> & Partial<Limits>;

const DEFAULTS = { pauseMs: 5_000, backoffMs: 1_000, backoffLimitMs: 60_000, replyBytes: 1_048_576 };

/** A manifest's limits with the defaults filled in. */
export const completeLimits = (stated: StatedLimits): Limits => ({ ...DEFAULTS, ...stated });

/** Milliseconds since 1970-01-01T00:00:00Z. Passed in wherever time matters; nobody calls `Date.now` in a rule. */
export type Clock = () => number;

/** The two clocks of the platform. */
export interface Clocks {
  /** The clock of the law and of opening hours: system time plus an offset that only grows. */
  readonly business: Clock;
  /** The clock of tokens, leases and time-outs: the machine's, corrected to the database's. */
  readonly system: Clock;
}

/** An ISO 8601 instant in UTC with milliseconds. */
export const toInstant = (ms: number): string => new Date(ms).toISOString();

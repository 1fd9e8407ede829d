/** Something we depend on is away: 503 with `Retry-After` at the border, retried with back-off everywhere else. */
export class Outage extends Error {
  readonly retryAfterS: number;

  constructor(message: string, options: { cause?: unknown; retryAfterS?: number } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'Outage';
    this.retryAfterS = options.retryAfterS ?? 2;
  }
}

/** Tells an outage from a fault. */
export const isOutage = (error: unknown): error is Outage => error instanceof Outage;

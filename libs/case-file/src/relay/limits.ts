/** Bounds of a relay. */
export interface RelayLimits {
  /** Files published together: their messages are rendered and sealed in one turn of the event loop. */
  readonly batchFiles: number;
  /** Files that may wait in memory; the sweep finds the others. */
  readonly pendingFiles: number;
  /** Bytes of one message. */
  readonly messageLimitBytes: number;
  /** Targets that may wait to be told again; the others ask later. */
  readonly waitingRewinds: number;
  /** Messages that one rewind may repeat; the target asks again for more. */
  readonly rewindLimit: number;
  /** How long a mark may wait for a write that takes it along. */
  readonly markDelayMs: number;
  /** Pause after the broker could not be reached. */
  readonly retryMs: number;
  readonly sweepMs: number;
  readonly sweepFiles: number;
}

/** The bounds used unless a service states its own. */
export const RELAY_LIMITS: RelayLimits = {
  batchFiles: 50,
  pendingFiles: 20_000,
  messageLimitBytes: 64 * 1024,
  waitingRewinds: 1_000,
  rewindLimit: 1_000,
  markDelayMs: 250,
  retryMs: 500,
  sweepMs: 5_000,
  sweepFiles: 500,
};

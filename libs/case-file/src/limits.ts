/** Every bound of the case file, each with its unit; services may lower or raise them by `limits`. */
export interface Limits {
  /** Entries, sealed ones included, from which on a human's command is refused; decisions and facts are not. */
  readonly historyLimitEntries: number;
  /** Bytes of a document from which on a human's command is refused; decisions and facts are not. */
  readonly humanLimitBytes: number;
  /** Bytes of a document that nothing may pass (MongoDB itself ends at 16 MiB). */
  readonly documentLimitBytes: number;
  /** Bytes of one entry in canonical JSON; encrypted for its receiver and wrapped, it still fits into an event of 64 KiB. */
  readonly eventLimitBytes: number;
  /** Entries that stay in the document when older ones are sealed away. */
  readonly hotEntries: number;
  /** Entries of one segment document. */
  readonly segmentEntries: number;
  /** Sources and targets that one document may keep counters for. */
  readonly partnersLimit: number;
  /** Writes that may wait for a bulk in one process. */
  readonly queueLimit: number;
  /** Documents in one bulk. */
  readonly bulkLimit: number;
  /** Bulks that one process sends at once. */
  readonly bulksUnderWay: number;
  /** Writes that must wait before another bulk goes beside one that is under way. */
  readonly gatheredWrites: number;
  /** Bytes in one bulk. */
  readonly bulkLimitBytes: number;
  /** How long a command may take, retries and settling included, before it is an outage. */
  readonly commandTimeoutMs: number;
  /** How long a caller waits for an answer at most, whatever the database does; the command itself may still be settled. */
  readonly answerTimeoutMs: number;
  /** Pause before an unknown outcome is looked at again. */
  readonly settlePauseMs: number;
  /** How long a source has to fill a gap before it is asked again. */
  readonly askPauseMs: number;
  /** Files that the process remembers as it last wrote them. */
  readonly cacheFiles: number;
}

/** The bounds used unless a service states its own. */
export const LIMITS: Limits = {
  historyLimitEntries: 1_000,
  humanLimitBytes: 4 * 1024 * 1024,
  documentLimitBytes: 12 * 1024 * 1024,
  eventLimitBytes: 44 * 1024,
  hotEntries: 32,
  segmentEntries: 32,
  partnersLimit: 512,
  queueLimit: 5_000,
  bulkLimit: 250,
  bulksUnderWay: 3,
  gatheredWrites: 8,
  bulkLimitBytes: 8 * 1024 * 1024,
  commandTimeoutMs: 10_000,
  answerTimeoutMs: 12_000,
  settlePauseMs: 50,
  askPauseMs: 5_000,
  cacheFiles: 2_000,
};

/** Entries that one load brings; older hot ones are asked for by their cause only. */
export const TAIL_ENTRIES = 64;
/** Slots that timers are spread over by a hash of the id. */
export const SLOTS = 64;

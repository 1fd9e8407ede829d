import type { JsonObject } from '@yimen/kernel';

/** The system did it. `data` is in our words and holds nothing personal. */
export interface Accepted {
  readonly answer: 'accepted';
  /** Their own number for this business. */
  readonly receipt?: string;
  readonly data: JsonObject;
}

/** The system said no. `code` is theirs; `reason` is our text for it, safe to show: never their free text. */
export interface Rejected {
  readonly answer: 'rejected';
  readonly code: string;
  readonly reason: string;
}

/** The system has it and will say later. */
export interface Pending {
  readonly answer: 'pending';
  readonly pollAfterMs: number;
  readonly receipt?: string;
}

/** No usable word from the system. */
export interface Unreachable {
  readonly answer: 'unreachable';
  /** Technical words only, never anything that was sent. */
  readonly detail: string;
  /** True when bytes of the request may have reached the system: what became of a submission is then unknown. */
  readonly mayHaveLanded: boolean;
  /** The system is alive and names a pause (429, closed): no fault of its, so the circuit does not count it. */
  readonly retryAfterMs?: number;
}

/** The system said something that our mapping does not know: nobody guesses, a human is called. */
export interface Unintelligible {
  readonly answer: 'unintelligible';
  /** Paths and kinds of what did not fit, never values. */
  readonly detail: string;
}

/** The five answers of a legacy system; each has exactly one next action. */
export type Answer = Accepted | Rejected | Pending | Unreachable | Unintelligible;

/** The answers that say something about the business itself; only these can be pushed or settled by a human. */
export type Verdict = Accepted | Rejected | Pending;

/** What `status` may say besides: the system knows no business under our key. */
export type StatusAnswer = Answer | { readonly answer: 'not-found' };

/** The system did it. */
export const accepted = (data: JsonObject, receipt?: string): Accepted =>
  receipt === undefined ? { answer: 'accepted', data } : { answer: 'accepted', receipt, data };

/** The system said no; `code` in its words, `reason` in ours. */
export const rejected = (code: string, reason: string): Rejected => ({ answer: 'rejected', code, reason });

/** The system will say later; ask again after `pollAfterMs`. */
export const pending = (pollAfterMs: number, receipt?: string): Pending =>
  receipt === undefined ? { answer: 'pending', pollAfterMs } : { answer: 'pending', pollAfterMs, receipt };

/** The system cannot be used now; by default nothing of ours has reached it. */
export const unreachable = (
  detail: string,
  options: { mayHaveLanded?: boolean; retryAfterMs?: number } = {},
): Unreachable => ({
  answer: 'unreachable',
  detail,
  mayHaveLanded: options.mayHaveLanded ?? false,
  ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
});

/** The system's words do not fit. */
export const unintelligible = (detail: string): Unintelligible => ({ answer: 'unintelligible', detail });

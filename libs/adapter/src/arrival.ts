import { createHash } from 'node:crypto';
import type { Verdict } from './answer.ts';

/** In which of its forms something came in at the inbound door. */
export type ArrivalForm = 'rest' | 'soap';

/** What a system pushed, byte for byte. */
export interface RawArrival {
  readonly method: string;
  /** Path and query as it was called. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** System clock, ms: what signatures with a time are checked by. */
  readonly now: number;
}

/** What the system is told, in its own protocol; sent only after the arrival has been stored. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** A step that happened inside the system. They may come out of order: `at` tells which is the latest. */
export interface Milestone {
  /** Their code, e.g. 8. */
  readonly code: string;
  /** Our text for it. */
  readonly title: string;
  /** When it happened there, ISO instant. */
  readonly at: string;
}

/** News understood. At least one of `ourKey` and `theirReceipt` is there, to be matched by. */
export interface News {
  readonly arrival: 'news';
  readonly form: ArrivalForm;
  readonly ourKey?: string;
  readonly theirReceipt?: string;
  /** Their number of this very message: the same one twice is the same news. */
  readonly theirEvent?: string;
  /** What it says about the exchange: to `apply` as `pushed`. Absent for a mere milestone. */
  readonly answer?: Verdict;
  readonly milestone?: Milestone;
  readonly reply: Reply;
}

/** What `receive` makes of a raw arrival. */
export type Received =
  | News
  /** Not from them (signature, time, token): nothing is stored. */
  | { readonly arrival: 'not-theirs'; readonly form: ArrivalForm; readonly detail: string; readonly reply: Reply }
  /** From them, but not understood: stored in plain sight, a human is called. */
  | { readonly arrival: 'unintelligible'; readonly form: ArrivalForm; readonly detail: string; readonly reply: Reply };

/** An arrival as it is stored before it is answered. Pure JSON; the body itself is sealed by who stores it. */
export interface Arrival {
  /** System and their event number, or the body's digest: the same push twice is the same arrival. */
  readonly id: string;
  readonly system: string;
  readonly form: ArrivalForm;
  readonly receivedAt: string;
  /** base64url SHA-256 of the body. */
  readonly digest: string;
  readonly ourKey?: string;
  readonly theirReceipt?: string;
  readonly answer?: Verdict;
  readonly milestone?: Milestone;
  /** Why nobody could read it. */
  readonly unintelligible?: string;
}

const RAW_REPLY: Reply = { status: 404, contentType: 'text/plain; charset=utf-8', body: 'no such door' };

/** Answered for a system that pushes nothing. */
export const noDoor = (form: ArrivalForm = 'rest'): Received => ({
  arrival: 'not-theirs',
  form,
  detail: 'this system pushes nothing',
  reply: RAW_REPLY,
});

/** The stored form of what was received, or undefined when it is not theirs and nothing is to be stored. */
export const arrivalOf = (
  system: string,
  raw: RawArrival,
  received: Received,
  receivedAt: string,
): Arrival | undefined => {
  if (received.arrival === 'not-theirs') return undefined;
  const digest = createHash('sha256').update(raw.body).digest('base64url');
  const base = { system, form: received.form, receivedAt, digest };
  if (received.arrival === 'unintelligible')
    return { id: `${system}:${digest}`, ...base, unintelligible: received.detail };
  const { ourKey, theirReceipt, theirEvent, answer, milestone } = received;
  return {
    id: `${system}:${theirEvent ?? digest}`,
    ...base,
    ...(ourKey === undefined ? {} : { ourKey }),
    ...(theirReceipt === undefined ? {} : { theirReceipt }),
    ...(answer === undefined ? {} : { answer }),
    ...(milestone === undefined ? {} : { milestone }),
  };
};

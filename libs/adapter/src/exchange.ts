import { createHash } from 'node:crypto';
import type { JsonObject } from '@yimen/kernel';
import type { Answer, StatusAnswer, Verdict } from './answer.ts';
import type { Limits } from './limits.ts';

/**
 * Where an exchange stands. `wanted`: to be sent · `sent`: its start is saved, no answer yet · `pending`: the system
 * has it · `unknown`: it may or may not have it · the last three and `cancelled` are final, `needs-review` until a
 * human settles it.
 */
export type ExchangeStatus =
  | 'wanted'
  | 'sent'
  | 'pending'
  | 'unknown'
  | 'accepted'
  | 'rejected'
  | 'needs-review'
  | 'cancelled';

/** What is asked of the system: a submission changes something there, a query does not. */
export type ExchangeCapability = 'submit' | 'query';

/** One piece of business with one legacy system, inside the dossier's state. Pure JSON, nothing personal. */
export interface Exchange {
  /** Unique within the dossier. */
  readonly id: string;
  readonly system: string;
  readonly capability: ExchangeCapability;
  /** Our stable key at the system; see `exchangeKey`. */
  readonly key: string;
  readonly status: ExchangeStatus;
  /** Starts so far that may have reached the system. */
  readonly attempts: number;
  /** Calls in a row that brought no word. */
  readonly failures: number;
  /** System instant before which there is nothing to do; absent when nothing is left to do by ourselves. */
  readonly nextAt?: string;
  /** System instant of the last start. */
  readonly startedAt?: string;
  /** The system had taken it before a restore made us ask anew: not to be found there is then no leave to send. */
  readonly taken?: true;
  /** Their number. */
  readonly receipt?: string;
  /** Of an accepted one. */
  readonly data?: JsonObject;
  /** Of a rejected one. */
  readonly rejection?: { readonly code: string; readonly reason: string };
  /** Why a human is called, or the last technical detail. */
  readonly detail?: string;
}

/** What happened to an exchange. `at` is a system instant (ISO). */
export type ExchangeEvent =
  | { readonly event: 'started'; readonly at: string }
  /** The answer to what was sent by the start at `startedAt`. */
  | { readonly event: 'answered'; readonly at: string; readonly startedAt: string; readonly answer: Answer }
  /** The answer to a question about what was sent. */
  | { readonly event: 'asked'; readonly at: string; readonly answer: StatusAnswer }
  /** News that the system pushed by itself. */
  | { readonly event: 'pushed'; readonly at: string; readonly answer: Verdict }
  /** The rules call a human. */
  | { readonly event: 'gave-up'; readonly at: string; readonly detail: string }
  | { readonly event: 'cancelled'; readonly at: string }
  /** The dossier was set back to an earlier point: what happened since is not known here, but to the system. */
  | { readonly event: 'restored'; readonly at: string }
  /** A human looked at the system and says what is true; `send-again` is on that human's word. */
  | { readonly event: 'resolved'; readonly at: string; readonly as: Verdict | { readonly answer: 'send-again' } };

/** What the rules need to know of a system; from `rulesOf(adapter)`. */
export interface ExchangeRules {
  readonly limits: Limits;
  /** The system can be asked about our key. */
  readonly asks: boolean;
}

/**
 * Counters of polls that brought no news. They live beside the dossier's state, move no version and write no history.
 * They hold only for the `nextAt` that they were counted from, so nobody has to delete them.
 */
export interface Polls {
  /** The exchange's own `nextAt` that these replace. */
  readonly of: string;
  readonly polls: number;
  readonly failures: number;
  readonly nextAt: string;
}

const KEY_LENGTH = 26;

/**
 * Our stable key of the n-th exchange of a dossier: 26 characters `A-Z2-7` of a SHA-256, so that every system's
 * serial-number field takes it and nothing about the case can be read from it.
 */
export const exchangeKey = (dossierId: string, n: number): string => {
  const digest = createHash('sha256').update(`${dossierId}/${n}`).digest();
  let key = '';
  for (let bit = 0; key.length < KEY_LENGTH; bit += 5)
    key += BASE32.charAt((digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31);
  return key;
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new exchange, due at once. */
export const wantExchange = (wanted: Pick<Exchange, 'id' | 'system' | 'capability' | 'key'>, at: string): Exchange => ({
  ...wanted,
  status: 'wanted',
  attempts: 0,
  failures: 0,
  nextAt: at,
});

/**
 * A new exchange whose key may have been used before a restore made us forget it: the system is asked first. `restoredAt`
 * is the system instant at which the last request of that time had started.
 */
export const wantInDoubt = (wanted: Parameters<typeof wantExchange>[0], at: string, restoredAt: string): Exchange => ({
  ...wantExchange(wanted, at),
  status: 'unknown',
  startedAt: restoredAt,
  detail: RESTORED,
});

/** Why an exchange is unknown, or in front of a human, after a restore. */
export const RESTORED = 'the store was restored: what was sent since is not known';

/** True when nothing more will happen by itself: decided, cancelled, or waiting for a human. */
export const isSettled = (exchange: Exchange): boolean =>
  exchange.status === 'accepted' ||
  exchange.status === 'rejected' ||
  exchange.status === 'cancelled' ||
  exchange.status === 'needs-review';

/** The system instant from which the runner wants to see this exchange, or undefined: the field to index. */
export const dueAt = (exchange: Exchange, polls?: Polls): string | undefined =>
  exchange.nextAt !== undefined && polls?.of === exchange.nextAt ? polls.nextAt : exchange.nextAt;

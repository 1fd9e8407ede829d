import type { JsonObject, Refusal } from '@yimen/kernel';
import type { CloudEvent } from '../cloud-event.ts';

/** One message for one document, with the command it means there. */
export interface Delivery<C> {
  /** The receiving document; the message's `target` must be the same. */
  readonly id: string;
  readonly message: CloudEvent;
  readonly command: C;
  /** The document may not exist yet. */
  readonly create?: boolean;
  readonly personal?: JsonObject;
}

/** Whom the inbox tells of what it could not simply take. */
export interface InboxCallbacks<C> {
  /** The message can never be taken: it goes to `.dead`. It does not advance `seen`. Awaited before the batch is done. */
  readonly dead: (delivery: Delivery<C>, reason: Refusal | Error) => Promise<void> | void;
  /** Two different messages bear one number of one source: someone rewrote history. */
  readonly alarm: (fork: Fork) => Promise<void> | void;
  /** Messages are missing: the source must relay again, from this number on. May be called again for the same. */
  readonly askAgain: (source: string, target: string, fromSequence: number) => Promise<void> | void;
  /** After a restore of the source: it has forgotten what this file took from it. */
  readonly disowned?: (lost: Disowned) => Promise<void> | void;
}

/** Messages that were taken here and that their source knows no more. */
export interface Disowned {
  readonly id: string;
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** A number that was used twice. */
export interface Fork {
  readonly id: string;
  readonly source: string;
  readonly sequence: number;
  readonly known: string;
  readonly received: string;
}

/** What became of a batch. */
export interface Received {
  readonly taken: number;
  /** Repeats. */
  readonly dropped: number;
  /** Messages after a gap; their source will relay them again. */
  readonly parked: number;
  readonly dead: number;
  readonly forks: number;
}

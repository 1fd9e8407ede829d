import { type Refusal, refuse } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { Draft } from '../history/draft.ts';
import type { Planned } from '../history/operation.ts';
import type { Limits } from '../limits.ts';
import type { StoredFile } from '../store/document.ts';

/** Whether a command may be refused for want of room: one of a person or officer that is not a decision. */
export const yields = (aggregate: { readonly decisions?: ReadonlySet<string> }, command: Command): boolean =>
  (command.actor.kind === 'person' || command.actor.kind === 'officer') && !aggregate.decisions?.has(command.step);

/** Refuses a human's command on a file that is nearly full, so that decisions and facts always find room. */
export const refuseWhenFull = (file: StoredFile, limits: Limits): Refusal | undefined => {
  if (file.head.n >= limits.historyLimitEntries)
    return refuse('history-full', 'This file takes decisions only.', { limitEntries: limits.historyLimitEntries });
  if (file.bytes >= limits.humanLimitBytes)
    return refuse('history-full', 'This file takes decisions only.', { limitBytes: limits.humanLimitBytes });
  return undefined;
};

/**
 * Refuses what would make a document too large for the database, checked before a bulk, which it would spoil; and from
 * people (`yielding`) what would use up the room kept for decisions and facts, state included.
 */
export const refuseTooLarge = (
  draft: Draft<unknown>,
  { documentBytes }: Planned,
  limits: Limits,
  yielding = false,
): Refusal | undefined => {
  if (documentBytes > limits.documentLimitBytes)
    return refuse('document-full', 'The file has no room left.', { limitBytes: limits.documentLimitBytes });
  if (yielding && draft.before && documentBytes >= limits.humanLimitBytes)
    return refuse('history-full', 'This file takes decisions only.', { limitBytes: limits.humanLimitBytes });
  if (draft.seen.length > limits.partnersLimit || draft.out.length > limits.partnersLimit)
    return refuse('too-many-partners', 'The file has too many correspondents.', { limit: limits.partnersLimit });
  return undefined;
};

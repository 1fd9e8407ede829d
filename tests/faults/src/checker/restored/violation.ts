import type { Violation } from '../evidence.ts';

/** A moment is chosen to the second. */
export const SECOND_MS = 1_000;

/** Something that must hold after a restore and does not. */
export const restoreViolation = (what: string, evidence: unknown): Violation => ({
  invariant: 'restore',
  what,
  evidence,
});

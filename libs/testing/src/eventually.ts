import { setTimeout as pause } from 'node:timers/promises';

/** Bounds of a wait: how often the condition is asked, and the pause between two questions. */
export interface Patience {
  readonly tries?: number;
  readonly pauseMs?: number;
}

/** Tries of `eventually` unless told otherwise: ten seconds of pauses, enough for a slow shared machine. */
const TRIES = 400;
const PAUSE_MS = 25;

/**
 * Asks until the condition answers something truthy, and answers that. A condition that throws (a failed `expect`)
 * counts as "not yet"; after the last try its error is thrown, or one that says how often was asked.
 */
export const eventually = async <T>(
  condition: () => T | Promise<T>,
  { tries = TRIES, pauseMs = PAUSE_MS }: Patience = {},
): Promise<Exclude<T, false | null | undefined>> => {
  let failure: unknown;
  for (let asked = 0; asked < tries; asked++) {
    if (asked > 0) await pause(pauseMs);
    try {
      const answer = await condition();
      if (answer) return answer as Exclude<T, false | null | undefined>;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error(`The condition did not hold within ${tries} tries of ${pauseMs} ms.`);
};

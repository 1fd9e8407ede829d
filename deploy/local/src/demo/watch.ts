import { setTimeout as pause } from 'node:timers/promises';
import type { components } from '@yimen/contracts/intake-gateway';
import { Obstacle } from '../servers/obstacle.ts';
import type { Door } from './door.ts';

/** A case as the gateway shows it. */
type Case = components['schemas']['Case'];
/** One branch of it. */
export type Branch = components['schemas']['BranchShown'];

/** Branches that will not change any more. */
export const FINAL: ReadonlySet<Branch['status']> = new Set(['granted', 'refused', 'skipped', 'withdrawn']);

const WATCH_MS = 300_000;
const PAUSE_MS = 50;

/** What is seen of one case, by everybody who waits for something in it. */
export interface Watch {
  /** Resolves with the first view in which this holds; throws when the demo has taken too long. */
  readonly until: (holds: (seen: Case) => boolean) => Promise<Case>;
  readonly stop: () => void;
}

/** Follows one case by long polls, once for all who wait. */
export const watchCase = (door: Door, id: string): Watch => {
  const ending = new AbortController();
  const deadline = performance.now() + WATCH_MS;
  let seen: Case | undefined;
  let failure: unknown;

  const follow = async () => {
    let etag: string | undefined;
    while (!ending.signal.aborted) {
      const answer = await door.read<Case>(`/cases/${id}`, etag);
      if (answer.status === 200) ({ body: seen, etag } = answer);
      else if (answer.status !== 304)
        throw new Obstacle(`Case ${id} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
  };
  follow().catch((error: unknown) => {
    failure = error;
  });

  return {
    until: async (holds) => {
      for (;;) {
        if (failure) throw failure;
        if (seen && holds(seen)) return seen;
        if (performance.now() > deadline)
          throw new Obstacle(`The case was not closed within ${WATCH_MS / 60_000} minutes; last seen: ${brief(seen)}.`);
        await pause(PAUSE_MS);
      }
    },
    stop: () => ending.abort(),
  };
};

const brief = (seen: Case | undefined): string =>
  seen ? `${seen.status}, ${seen.branches.map(({ key, status }) => `${key} ${status}`).join(', ')}` : 'nothing';

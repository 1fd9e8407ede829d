import type { DeadMessage } from './replay.ts';

/** What an operator chooses of a dead topic. */
interface Choice {
  /** Ids or places: these, whatever was done with them before. */
  readonly only: readonly string[];
  /** Everything with which nothing was done yet. */
  readonly all: boolean;
}

type Named = Pick<DeadMessage, 'id' | 'place'>;

/** Whether a message has this id, or lies at this place. */
export const isCalled = ({ id, place }: Named, name: string): boolean => name === id || name === place;

/**
 * The messages that an operator chooses. What was put back and refused again lies there anew, so `all` leaves out what was
 * dealt with: else every refused message would be two, then four.
 */
export const chosenOf = <Dead extends Named & Pick<DeadMessage, 'done'>>(
  dead: readonly Dead[],
  { only, all }: Choice,
): readonly Dead[] => dead.filter((one) => only.some((name) => isCalled(one, name)) || (all && one.done === undefined));

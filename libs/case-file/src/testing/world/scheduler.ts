/** A seeded order of events: whoever waits at a gate is let through by lot, and time passes as it does. */
export interface Scheduler {
  /** Waits until it is let through; never, once the owner is dead. */
  readonly gate: (owner?: Owner) => Promise<void>;
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly now: () => number;
  /** Lets through by lot until nobody waits or `done` holds; throws after `limitSteps`. */
  readonly run: (limitSteps: number, done?: () => boolean) => Promise<void>;
}

/** A process that may die: what it was waiting for never comes. */
export interface Owner {
  dead: boolean;
}

/** Small, fast and good enough: mulberry32. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Makes the scheduler of one run. */
export const createScheduler = (seed: number): Scheduler => {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  let waiting: { readonly owner: Owner | undefined; readonly open: () => void }[] = [];
  let now = 0;
  return {
    gate: (owner) => new Promise((open) => waiting.push({ owner, open })),
    below,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    now: () => now,
    run: async (limitSteps, done) => {
      for (let step = 0; step < limitSteps; step++) {
        await settled();
        if (done?.()) return;
        waiting = waiting.filter(({ owner }) => !owner?.dead);
        if (waiting.length === 0) return;
        const [one] = waiting.splice(below(waiting.length), 1);
        now += 1;
        one?.open();
      }
      throw new Error(`The world did not come to rest within ${limitSteps} steps.`);
    },
  };
};

/** All promises that can go on have gone on; a turn of the loop that they wait for may bring others. */
const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 4; turns++) await new Promise((resolve) => setImmediate(resolve));
};

/** Seeded chance: the same seed gives the same numbers in [0, 1). */
export type Chance = () => number;

/** mulberry32. */
export const seeded = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A seed of its own for each name: FNV-1a over all of it, so that two names of one length differ. */
export const seedFor = (seed: number, name: string): number => {
  let mixed = 0x811c9dc5 ^ seed;
  for (const letter of Buffer.from(name)) mixed = Math.imul(mixed ^ letter, 0x01000193);
  return mixed >>> 0;
};

/** One of several. */
export const pick = <T>(chance: Chance, from: readonly T[]): T => {
  const found = from[Math.floor(chance() * from.length)];
  if (found === undefined) throw new Error('There is nothing to pick from.');
  return found;
};

/** The same things in another order. */
export const shuffled = <T>(chance: Chance, things: readonly T[]): readonly T[] =>
  things
    .map((thing) => ({ thing, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ thing }) => thing);

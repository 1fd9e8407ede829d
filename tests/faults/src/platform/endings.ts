/** A program that ended without being stopped or killed by its supervisor. */
export interface Ending {
  readonly name: string;
  /** What the supervisor said. */
  readonly sentence: string;
}

/** What a supervisor's sentence says of a program that ended by itself; `undefined` when it says something else. */
export const endingIn = (sentence: string): Ending | undefined => {
  const [, name] = /^(\S+) ended /.exec(sentence) ?? [];
  return name === undefined ? undefined : { name, sentence };
};

/** The endings that no fault has ordered: of each program so many are left out as were ordered of it, but never its being given up. */
export const unordered = (endings: readonly Ending[], ordered: (name: string) => number): readonly Ending[] =>
  [...Map.groupBy(endings, ({ name }) => name)].flatMap(([name, its]) => {
    const given = its.filter(({ sentence }) => sentence.includes('given up'));
    const again = its.filter((one) => !given.includes(one));
    return [...again.slice(ordered(name)), ...given];
  });

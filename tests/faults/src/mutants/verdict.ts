import type { Violation } from '../checker/evidence.ts';

/** What the checker says of a round: each invariant and its words, once. */
export const kindsOf = (violations: readonly Violation[]): readonly string[] => [
  ...new Set(violations.map(({ invariant, what }) => `${invariant} ${what}`)),
];

/** What of a mutant's round shows that its rule is gone: what is said for that reason, and was not said with the rule in its place. */
export const proofsOf = (
  breaks: readonly string[],
  said: readonly Violation[],
  saidOfControl: readonly Violation[] = [],
): readonly string[] => {
  const anyway = kindsOf(saidOfControl);
  return kindsOf(said).filter((kind) => breaks.includes(kind) && !anyway.includes(kind));
};

import type { Fault } from '../faults/fault.ts';
import { FAULTS } from '../faults/faults.ts';
import { MUTANTS, type Mutant } from '../mutants/mutants.ts';

/** What one command plays. */
export interface Plan {
  /** Each on a platform of its own; the faults of one round strike one after the other. */
  readonly rounds: readonly (readonly Fault[])[];
  readonly mutants: readonly Mutant[];
}

/** How long a fault strikes in a short run, as a share of its whole length. */
export const SHORT = 0.4;
/** A short run shows what is right, not how fast: the machine may have others to serve. */
export const SHORT_PATIENCE = 4;
const SHORT_ROUNDS: readonly (readonly string[])[] = [
  ['F2', 'F3', 'F4', 'F10', 'F12'],
  ['F1', 'F7', 'F9'],
];
const SHORT_MUTANTS: readonly string[] = ['acknowledge before store', 'skip the inbox'];

/** The fault of this name; throws a sentence when there is none. */
export const faultOf = (name: string): Fault => {
  const found = FAULTS.find((fault) => fault.name === name);
  if (!found) throw new Error(`There is no fault ${name}: say ${FAULTS.map((fault) => fault.name).join(', ')}.`);
  return found;
};

/** `F9` is `F9` and `F9-set`. */
const isCalled =
  (word: string) =>
  ({ name }: Fault): boolean =>
    name === word || name.startsWith(`${word}-`);

/** The named faults each in a round; all of them and all mutants without a name; a selection when it must be short. */
export const planOf = (
  names: readonly string[],
  { short, mutants }: { readonly short: boolean; readonly mutants: boolean },
): Plan => {
  const named = names.filter((name) => FAULTS.some(isCalled(name)));
  const others = names.filter((name) => !named.includes(name));
  const chosen = MUTANTS.filter(({ name }) => others.some((part) => name.includes(part)));
  if (others.length > 0 && chosen.length === 0)
    throw new Error(
      `There is no fault and no mutant ${others.join(' ')}.
  faults: ${FAULTS.map(({ name }) => name).join(' ')}
  mutants, by a part of the name: ${MUTANTS.map(({ name }) => name).join(' · ')}`,
    );
  if (short)
    return {
      rounds: SHORT_ROUNDS.map((round) => round.map(faultOf)),
      mutants: MUTANTS.filter(({ name }) => SHORT_MUTANTS.includes(name)),
    };
  if (named.length > 0)
    return {
      rounds: named.flatMap((name) => FAULTS.filter(isCalled(name))).map((fault) => [fault]),
      mutants: mutants ? MUTANTS : chosen,
    };
  if (chosen.length > 0) return { rounds: [], mutants: chosen };
  return { rounds: mutants ? [] : FAULTS.map((fault) => [fault]), mutants: MUTANTS };
};

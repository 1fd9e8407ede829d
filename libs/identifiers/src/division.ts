import { type Refusal, refuse } from '@yimen/kernel';
import { normalise } from './normalise.ts';

/** How deep a division lies. */
export type DivisionLevel = 'province' | 'city' | 'district' | 'town' | 'village';

/** An administrative division by GB/T 2260 (6 digits), with its town (9) or village (12) digits. */
export interface Division {
  /** As written: 6, 9 or 12 digits. */
  readonly code: string;
  readonly level: DivisionLevel;
  /** Without the zeros that only fill up: 2, 4, 6, 9 or 12 digits; what claims carry as scope. */
  readonly scope: string;
}

/** First two digits of every division (GB/T 2260), and 10 for organs of the state itself. */
const PROVINCES = new Set(
  '10 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);
const LEVELS: Readonly<Record<number, DivisionLevel>> = {
  2: 'province',
  4: 'city',
  6: 'district',
  9: 'town',
  12: 'village',
};
const GROUPS = /^(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d{3})(\d{3})?)?)?)?$/;

/** Reads a division of 6, 9 or 12 digits; its province must exist, the rest is shape only, so abolished ones pass. */
export const parseDivision = (text: string): Division | Refusal => {
  const code = normalise(text);
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(code)) return refuse('division-malformed', 'A division has 6, 9 or 12 digits.');
  if (!PROVINCES.has(code.slice(0, 2))) return refuse('division-unknown', 'There is no such province.');
  const scope = scopeOf(code);
  const level = LEVELS[scope.length];
  if (!level) return refuse('division-malformed', 'A division has 6, 9 or 12 digits.');
  return Object.freeze({ code, level, scope });
};

/**
 * Does the division lie within the scope of a claim? Both may be of any depth, with or without the filling zeros.
 * A scope that is empty or cut in the middle of a group contains nothing.
 */
export const isWithin = (scopePrefix: string, division: string): boolean => {
  const scope = scopeOf(scopePrefix);
  return scope !== '' && scopeOf(division).startsWith(scope);
};

/**
 * A division of any depth (2, 4, 6, 9 or 12 digits) without the zeros that only fill up, as claims carry a scope; '' for
 * what is cut in the middle of a group, or no division at all.
 */
export const scopeOf = (code: string): string => {
  const groups =
    GROUPS.exec(code)
      ?.slice(1)
      .filter((group) => group !== undefined) ?? [];
  while (groups.length > 1 && /^0+$/.test(groups.at(-1) ?? '')) groups.pop();
  return groups.join('');
};

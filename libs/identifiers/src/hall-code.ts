import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { parseDivision } from './division.ts';
import { normalise } from './normalise.ts';

/** A service hall in the numbering of Foshan: a street of 9 digits and 5 digits of its own. */
export interface HallCode {
  readonly code: string;
  /** The scope of the division it serves: 6 digits for a hall of the district, 9 for a street's. */
  readonly division: string;
  readonly number: number;
}

/** Reads a hall code of 14 digits. */
export const parseHallCode = (text: string): HallCode | Refusal => {
  const code = normalise(text);
  if (!/^\d{14}$/.test(code)) return refuse('hall-code-malformed', 'A hall code has 14 digits.');
  const division = parseDivision(code.slice(0, 9));
  if (isRefusal(division)) return division;
  return Object.freeze({ code, division: division.scope, number: Number(code.slice(9)) });
};

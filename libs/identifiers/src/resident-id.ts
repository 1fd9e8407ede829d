import { isLocalDate, isRefusal, type LocalDate, type Refusal, refuse } from '@yimen/kernel';
import { mod11Radix2 } from './check-characters.ts';
import { parseDivision } from './division.ts';
import { normalise } from './normalise.ts';

/** A citizen's number (GB 11643-1999), or that of a residence permit for people of Hong Kong, Macao and Taiwan. */
export interface ResidentId {
  /** 18 characters, X in capitals. */
  readonly number: string;
  readonly birthDate: LocalDate;
  readonly sex: 'male' | 'female';
  /** The six digits of the first registration; abolished ones stay valid for life. */
  readonly division: string;
  readonly kind: 'resident' | 'hong-kong-permit' | 'macao-permit' | 'taiwan-permit';
  /** It was handed in with 15 digits, the form used until 1999. */
  readonly upgraded: boolean;
}

/** Nobody born before this year files anything; earlier dates are slips of the pen. */
const EARLIEST_BIRTH_YEAR = 1800;
const PERMITS: Readonly<Record<string, ResidentId['kind']>> = {
  '81': 'hong-kong-permit',
  '82': 'macao-permit',
  '83': 'taiwan-permit',
};

/**
 * Reads a resident number of 18 characters, or of 15 and upgrades it. The date must be real and not after `today`
 * (a day in Asia/Shanghai). No refusal repeats any part of the number.
 */
export const parseResidentId = (text: string, { today }: { readonly today: LocalDate }): ResidentId | Refusal => {
  const typed = normalise(text);
  if (!/^(\d{15}|\d{17}[\dX])$/.test(typed)) {
    return refuse('resident-id-malformed', 'A resident number has 17 digits and a check character.');
  }
  const upgraded = typed.length === 15;
  const number = upgraded ? upgrade(typed) : typed;
  if (mod11Radix2(number.slice(0, 17)) !== number.charAt(17)) {
    return refuse('resident-id-check-wrong', 'The check character of the resident number does not fit.');
  }
  const kind = kindOf(number.slice(0, 6));
  if (!kind) return refuse('resident-id-division-unknown', 'The resident number names no known province.');
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isLocalDate(birthDate) || Number(birthDate.slice(0, 4)) < EARLIEST_BIRTH_YEAR) {
    return refuse('resident-id-date-impossible', 'The date of birth in the resident number does not exist.');
  }
  if (birthDate > today) {
    return refuse('resident-id-date-in-future', 'The date of birth in the resident number lies in the future.');
  }
  const sex = Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female';
  return Object.freeze({ number, birthDate, sex, division: number.slice(0, 6), kind, upgraded });
};

const upgrade = (fifteen: string): string => {
  const body = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return body + mod11Radix2(body);
};

const kindOf = (division: string): ResidentId['kind'] | undefined => {
  const permit = PERMITS[division.slice(0, 2)];
  if (permit) return division.endsWith('0000') ? permit : undefined;
  return division.startsWith('10') || isRefusal(parseDivision(division)) ? undefined : 'resident';
};

import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { mod97Radix10 } from './check-characters.ts';
import { parseDivision } from './division.ts';
import { normalise } from './normalise.ts';

/** The platform's own number of a case, for life: printed on receipts, read out on the phone, typed at kiosks. */
export interface CaseNumber {
  /** As printed: `440604-2026-0000123-41`. */
  readonly number: string;
  readonly division: string;
  readonly year: number;
  readonly serial: number;
}

/** Seven digits at least, so that no case number has the 18 digits of a resident number. */
const SERIAL_DIGITS = 7;
/** A number in JSON is exact up to 15 digits. */
const SERIAL_DIGITS_LIMIT = 15;
const SHAPE = new RegExp(`^(\\d{6})([1-9]\\d{3})(\\d{${SERIAL_DIGITS},${SERIAL_DIGITS_LIMIT}})(\\d{2})$`);

/**
 * Writes a case number: division (6 digits), year (4), serial (7 or more, so there is no daily or yearly cap) and two
 * check digits by ISO 7064 MOD 97-10. Digits only: a telephone and a kiosk have no letters.
 * Throws RangeError on parts that no counter of ours hands out.
 */
export const formatCaseNumber = (parts: {
  readonly division: string;
  readonly year: number;
  readonly serial: number;
}): string => {
  const division = parseDivision(parts.division);
  const serial = String(parts.serial).padStart(SERIAL_DIGITS, '0');
  const body = `${parts.division}${parts.year}${serial}`;
  const number = `${parts.division}-${parts.year}-${serial}-${mod97Radix10(body)}`;
  if (isRefusal(division) || isRefusal(parseCaseNumber(number))) {
    throw new RangeError('A case number needs a division of 6 digits, a year of 4 and a serial from 1.');
  }
  return number;
};

/** Reads a case number as people give it: hyphens and blanks anywhere, or none. */
export const parseCaseNumber = (text: string): CaseNumber | Refusal => {
  const parts = SHAPE.exec(normalise(text).replaceAll(/[\s‐-–-]/gu, ''));
  const [, division = '', year = '', serial = '', check = ''] = parts ?? [];
  const canonical = serial.length === SERIAL_DIGITS || !serial.startsWith('0');
  if (!parts || !canonical || Number(serial) === 0 || isRefusal(parseDivision(division))) {
    return refuse('case-number-malformed', 'A case number is a division, a year, a serial and two check digits.');
  }
  if (mod97Radix10(division + year + serial) !== check) {
    return refuse('case-number-check-wrong', 'The check digits of the case number do not fit.');
  }
  return Object.freeze({
    number: `${division}-${year}-${serial}-${check}`,
    division,
    year: Number(year),
    serial: Number(serial),
  });
};

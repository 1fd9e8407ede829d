import { isLocalDate, isRefusal, type LocalDate, type Refusal, refuse } from '@yimen/kernel';
import type { CreditCodeOptions } from './credit-code.ts';
import { type ImplementationCode, parseImplementationCode } from './item-code.ts';
import { normalise } from './normalise.ts';

/** 办件编号 as reported upward: a field of the export, never our key. */
export interface NationalCaseNumber {
  readonly number: string;
  readonly implementation: ImplementationCode;
  readonly receivedOn: LocalDate;
  readonly sequence: number;
}

/** Widest form that the national column (`project_no`, varchar(50)) takes: 39 fixed characters and these digits. */
const SEQUENCE_DIGITS_LIMIT = 11;

/**
 * Writes implementation code (31) + yyyyMMdd (8) + sequence of that item on that day from 1, in at least four digits:
 * 43 characters. Overflow: from 10000 on the sequence simply takes more digits (44 … 50 characters); the first 39 are
 * of fixed width, so it stays legible and unique. Nothing wraps round and nothing is refused at 9999.
 */
export const formatNationalCaseNumber = (
  parts: { readonly implementationCode: string; readonly receivedOn: LocalDate; readonly sequence: number },
  options: CreditCodeOptions = {},
): string | Refusal => {
  const implementation = parseImplementationCode(parts.implementationCode, options);
  if (isRefusal(implementation)) return implementation;
  const sequence = String(parts.sequence).padStart(4, '0');
  const countable = Number.isSafeInteger(parts.sequence) && parts.sequence >= 1;
  if (!countable || sequence.length > SEQUENCE_DIGITS_LIMIT || !isLocalDate(parts.receivedOn)) {
    return refuse('national-case-number-malformed', 'The day must be real and its sequence a count from 1.');
  }
  return `${implementation.code}${parts.receivedOn.replaceAll('-', '')}${sequence}`;
};

/** Reads a national case number of 43 to 50 characters. */
export const parseNationalCaseNumber = (
  text: string,
  options: CreditCodeOptions = {},
): NationalCaseNumber | Refusal => {
  const number = normalise(text);
  const [, stem = '', year, month, day, digits = ''] =
    /^(.{31})(\d{4})(\d{2})(\d{2})(\d{4}|[1-9]\d{4,10})$/.exec(number) ?? [];
  const receivedOn = `${year}-${month}-${day}`;
  const sequence = Number(digits);
  if (sequence === 0 || !isLocalDate(receivedOn)) {
    return refuse(
      'national-case-number-malformed',
      'A national case number is an implementation code, a day and a sequence.',
    );
  }
  const implementation = parseImplementationCode(stem, options);
  if (isRefusal(implementation)) return implementation;
  return Object.freeze({ number, implementation, receivedOn, sequence });
};

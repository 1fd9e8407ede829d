import { type Refusal, refuse } from '@yimen/kernel';
import { creditCodeCheck, organisationCheck } from './check-characters.ts';
import { normalise } from './normalise.ts';

/** What is wrong with a code that is taken all the same, because early pilot codes really are so. */
export type CreditCodeWarning = 'check-character-wrong' | 'organisation-check-wrong';

/** A unified social credit code (GB 32100-2015). */
export interface CreditCode {
  readonly code: string;
  /** The registering authority: 1 establishment office, 5 civil affairs, 9 market supervision, Y others … */
  readonly authority: string;
  /** What it registers, within the authority: for 9, 1 company, 2 individual business, 3 farmers' co-operative … */
  readonly type: string;
  readonly division: string;
  /** The nine characters of GB 11714 inside. */
  readonly organisationCode: string;
  /** Empty in strict mode. */
  readonly warnings: readonly CreditCodeWarning[];
}

/** `strict` refuses a wrong check character, `lenient` returns the value with warnings. */
export interface CreditCodeOptions {
  readonly mode?: 'strict' | 'lenient';
}

const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}[0-9A-HJ-NPQRTUWXY]$/;

/** Reads a credit code of 18 characters; both check characters, its own and the one inside, must fit. */
export const parseCreditCode = (text: string, { mode = 'strict' }: CreditCodeOptions = {}): CreditCode | Refusal => {
  const code = normalise(text);
  if (!SHAPE.test(code)) {
    return refuse('credit-code-malformed', 'A credit code has 18 digits and capitals, without I, O, S, V and Z.');
  }
  const organisationCode = code.slice(8, 17);
  const warnings: CreditCodeWarning[] = [];
  if (creditCodeCheck(code.slice(0, 17)) !== code.charAt(17)) warnings.push('check-character-wrong');
  if (organisationCheck(organisationCode.slice(0, 8)) !== organisationCode.charAt(8))
    warnings.push('organisation-check-wrong');
  if (mode === 'strict' && warnings.length > 0) {
    return refuse('credit-code-check-wrong', 'The check character of the credit code does not fit.');
  }
  return Object.freeze({
    code,
    authority: code.charAt(0),
    type: code.charAt(1),
    division: code.slice(2, 8),
    organisationCode,
    warnings: Object.freeze(warnings),
  });
};

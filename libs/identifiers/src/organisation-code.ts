import { type Refusal, refuse } from '@yimen/kernel';
import { organisationCheck } from './check-characters.ts';
import { normalise } from './normalise.ts';

/** An organisation code (GB 11714-1997), which older systems still ask for. */
export interface OrganisationCode {
  /** Nine characters, no hyphen. */
  readonly code: string;
  /** As printed: a hyphen before the check character. */
  readonly printed: string;
}

/** Reads an organisation code, with or without its hyphen. */
export const parseOrganisationCode = (text: string): OrganisationCode | Refusal => {
  const parts = /^([0-9A-Z]{8})-?([0-9X])$/.exec(normalise(text));
  const [, body = '', check = ''] = parts ?? [];
  if (!parts)
    return refuse('organisation-code-malformed', 'An organisation code has 8 characters and a check character.');
  if (organisationCheck(body) !== check) {
    return refuse('organisation-code-check-wrong', 'The check character of the organisation code does not fit.');
  }
  return Object.freeze({ code: body + check, printed: `${body}-${check}` });
};

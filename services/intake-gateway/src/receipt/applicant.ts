import { parseCreditCode, parseResidentId } from '@yimen/identifiers';
import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { type Keyring, maskPersonal } from '@yimen/personal-data';
import type { Asker } from '../callers/relations.ts';
import type { BlindIndexes, Derived } from '../cases/state.ts';

/** The applicant as filed; sealed, never in a state. */
export type Applicant = {
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string;
  readonly address?: string;
};

/** Marks of the applicant's own fields; an organisation's name and code are public, its phone is not. */
const MARKS: Readonly<Record<Applicant['kind'], JsonObject>> = {
  person: {
    properties: {
      name: { 'x-personal': 'name' },
      idNumber: { 'x-personal': 'resident-id' },
      phone: { 'x-personal': 'phone' },
      address: { 'x-personal': 'address' },
    },
  },
  organisation: { properties: { phone: { 'x-personal': 'phone' }, address: { 'x-personal': 'address' } } },
};

/** The applicant as officers see it. */
export const maskApplicant = (applicant: Applicant): JsonObject => maskPersonal(MARKS[applicant.kind], applicant);

/** What the seam makes of an applicant: the checked fields to seal, what rules may know, what finds it again. */
export type Identified = { readonly applicant: Applicant; readonly derived: Derived; readonly blind: BlindIndexes };

/**
 * Checks the numbers, derives the age, makes the blind indexes. No refusal repeats a number. The token of a firm's agent
 * speaks for that firm: it shows no mandate of a person, who files with a login of their own or at a window.
 */
export const identify = (
  filed: Applicant & { readonly subject?: string },
  {
    asker,
    today,
    keyring,
  }: { readonly asker: Asker; readonly today: string; readonly keyring: Pick<Keyring, 'blindIndex'> },
): Identified | Refusal => {
  const { subject: _, ...given } = filed;
  if (given.kind === 'person' && asker.kind === 'firm-agent')
    return refuse('agent-for-firm-only', 'An agent of a firm files for the firm.', { pointer: '/applicant/kind' });
  const number = given.kind === 'person' ? residentNumber(given.idNumber, today) : creditCode(given.idNumber, asker);
  if (isRefusal(number)) return number;
  const applicant = { ...given, idNumber: number.number };
  const derived: Derived = {
    applicantKind: given.kind,
    ...(number.birthDate === undefined ? {} : { age: ageOn(number.birthDate, today) }),
  };
  return { applicant, derived, blind: blindIndexesOf(applicant, keyring) };
};

/** What a number and a name are found by; the same text always gives the same index. */
export const blindIndexesOf = (
  { idNumber, name }: { readonly idNumber: string; readonly name: string },
  keyring: Pick<Keyring, 'blindIndex'>,
): Required<BlindIndexes> => ({
  idNumber: keyring.blindIndex('id-number', normaliseNumber(idNumber)),
  name: keyring.blindIndex('name', normaliseName(name)),
});

/** How an identity number is written when it is compared. */
const normaliseNumber = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase();

/** How a name is written when it is compared. */
const normaliseName = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s·•‧・]/gu, '')
    .toLowerCase();

type Numbered = { readonly number: string; readonly birthDate?: string };

const residentNumber = (text: string, today: string): Numbered | Refusal => {
  const parsed = parseResidentId(text, { today });
  if (isRefusal(parsed))
    return refuse('resident-id-invalid', parsed.message, { pointer: '/applicant/idNumber', reason: parsed.refusal });
  return { number: parsed.number, birthDate: parsed.birthDate };
};

const creditCode = (text: string, asker: Asker): Numbered | Refusal => {
  const parsed = parseCreditCode(text);
  if (isRefusal(parsed))
    return refuse('credit-code-invalid', parsed.message, { pointer: '/applicant/idNumber', reason: parsed.refusal });
  if (asker.kind === 'firm-agent' && asker.organisation !== parsed.code)
    return refuse('not-your-organisation', 'You act for another organisation.', { pointer: '/applicant/idNumber' });
  return { number: parsed.code };
};

const ageOn = (birthDate: string, today: string): number => {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

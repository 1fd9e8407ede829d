import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { joinPersonal, type Keyring, splitPersonal } from '@yimen/personal-data';
import type { Asker } from '../callers/relations.ts';
import type { Filing, HandedMaterial } from '../cases/state.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Subject } from '../catalogue/subject.ts';
import { type Applicant, identify } from './applicant.ts';
import { branchForms } from './branch-form.ts';
import { mistakesIn } from './mistakes.ts';
import { unmetRule, wantingMaterials } from './standard.ts';

/** What somebody hands in, in clear; exists only between the door and the seal. */
export type Paper = {
  readonly applicant: Applicant & { readonly subject?: string };
  readonly form: JsonObject;
  readonly materials: readonly HandedMaterial[];
};

/** The two halves that the seam makes: what the state may hold, and what is sealed. */
export type Parted = { readonly filing: Filing; readonly personal: JsonObject };

/** What the seam needs to know. */
export type Seam = {
  readonly catalogue: Catalogue;
  readonly keyring: Pick<Keyring, 'blindIndex'>;
  readonly asker: Asker;
  readonly today: string;
};

/**
 * Parts a paper into what is personal and what is not. A draft may lack things; what is handed in must meet the item's
 * own standard (受理与否标准说了算): form, rules, materials.
 */
export const partPaper = (seam: Seam, subject: Subject, paper: Paper, whole: boolean): Parted | Refusal => {
  const identified = identify(paper.applicant, seam);
  if (isRefusal(identified)) return identified;
  const mistaken = mistakesIn(subject.form, paper.form, { whole, place: '/form' });
  if (mistaken) return mistaken;
  const { applicant, derived, blind } = identified;
  if (whole) {
    const unmet = standardOf(seam, subject, { ...paper, applicant }, derived);
    if (unmet) return unmet;
  }
  const { plain, personal } = splitPersonal(subject.form.schema, paper.form);
  const login = loginOf(seam.asker, paper);
  return {
    filing: {
      form: plain,
      derived,
      materials: paper.materials,
      blind,
      ...(login === undefined ? {} : { applicant: login }),
    },
    personal: { applicant, form: personal },
  };
};

/** The paper again, from its halves. */
export const joinPaper = (filing: Filing, personal: JsonObject): Paper => {
  const { applicant, form } = personal as { readonly applicant: Applicant; readonly form: JsonObject };
  return {
    applicant: { ...applicant, ...(filing.applicant === undefined ? {} : { subject: filing.applicant }) },
    form: joinPersonal(filing.form, form),
    materials: filing.materials,
  };
};

const loginOf = (asker: Asker, { applicant }: Paper): string | undefined =>
  asker.kind === 'officer' ? applicant.subject : asker.subject;

const standardOf = (
  { catalogue }: Seam,
  subject: Subject,
  { form, materials }: Paper,
  derived: JsonObject,
): Refusal | undefined => {
  const parts = branchForms(subject, catalogue, form);
  if (isRefusal(parts)) return parts;
  const input = { form, derived };
  return (
    unmetRule(subject.rules, input) ??
    wantingMaterials(subject.materials, materials, input) ??
    strangeMaterial(subject, materials)
  );
};

const strangeMaterial = (subject: Subject, materials: readonly HandedMaterial[]): Refusal | undefined => {
  const at = materials.findIndex(({ code }) => !subject.materials.some((known) => known.code === code));
  if (at < 0) return undefined;
  return refuse('material-unknown', 'The item asks for no such material.', { pointer: `/materials/${at}/code` });
};

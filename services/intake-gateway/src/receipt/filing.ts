import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { joinPersonal, type Keyring, splitPersonal } from '@yimen/personal-data';
import type { Asker } from '../callers/relations.ts';
import { paperMarks } from '../cases/marks.ts';
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
  readonly materials: readonly NotedMaterial[];
};

/** A material with what was noted to it. */
type NotedMaterial = HandedMaterial & { readonly note?: string };

/** The personal half of a paper. */
type Sealed = { readonly applicant: Applicant; readonly form: JsonObject; readonly notes?: JsonObject };

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
  const { materials, notes } = partNotes(paper.materials);
  const login = loginOf(seam.asker, paper);
  return {
    filing: {
      form: plain,
      derived,
      materials,
      blind,
      ...(login === undefined ? {} : { applicant: login }),
    },
    personal: { applicant, form: personal, ...(notes ? { notes } : {}) },
  };
};

/** Notes are rare: materials without one are left as they are. */
const partNotes = (
  materials: readonly NotedMaterial[],
): { readonly materials: readonly HandedMaterial[]; readonly notes?: JsonObject } => {
  if (materials.every(({ note }) => note === undefined)) return { materials };
  const { plain, personal } = splitPersonal(paperMarks, { materials });
  return { materials: plain['materials'] as unknown as readonly HandedMaterial[], notes: personal };
};

/** The paper again, from its halves. */
export const joinPaper = (filing: Filing, personal: JsonObject): Paper => {
  const { applicant, form, notes } = personal as unknown as Sealed;
  return {
    applicant: { ...applicant, ...(filing.applicant === undefined ? {} : { subject: filing.applicant }) },
    form: joinPersonal(filing.form, form),
    materials: joinNotes(filing.materials, notes),
  };
};

/** The materials with the notes to them. */
export const joinNotes = (
  materials: readonly HandedMaterial[],
  notes: JsonObject | undefined,
): readonly NotedMaterial[] =>
  notes ? (joinPersonal({ materials }, notes)['materials'] as unknown as readonly NotedMaterial[]) : materials;

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

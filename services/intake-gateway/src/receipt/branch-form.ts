import { escapePointer } from '@yimen/contracts';
import { type Json, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ItemSubject, Subject } from '../catalogue/subject.ts';
import { formRefusal } from './mistakes.ts';

/** The form of one branch's item, filled from the form that was filed, and where each field of it came from. */
export type BranchForm = {
  readonly item: ItemSubject;
  readonly form: JsonObject;
  /** Field of the item's form → pointer into the filed form. */
  readonly sources: Readonly<Record<string, string>>;
};

/** Fills every branch's form and checks it against its item; mistakes point into the form that was filed. */
export const branchForms = (
  subject: Subject,
  catalogue: Catalogue,
  form: JsonObject,
): ReadonlyMap<string, BranchForm> | Refusal => {
  const forms = new Map<string, BranchForm>();
  if (subject.kind === 'item') return forms.set(subject.code, { item: subject, form, sources: {} });
  for (const { key, item, form: sources = {} } of subject.package.branches) {
    const found = catalogue.item(item.code, item.version);
    if (!found) return refuse('item-unknown', 'An item of the package is not published.', { item: item.code });
    const filled = fill(form, sources);
    const mistakes = found.form.check(filled);
    if (mistakes) return formRefusal(mistakes, (pointer) => `/form${sourceOf(sources, pointer)}`);
    forms.set(key, { item: found, form: filled, sources });
  }
  return forms;
};

/** The form of one branch, as it was filed and checked then. */
export const branchFormOf = (
  subject: Subject,
  catalogue: Catalogue,
  form: JsonObject,
  key: string,
): BranchForm | undefined => {
  if (subject.kind === 'item') return key === subject.code ? { item: subject, form, sources: {} } : undefined;
  const branch = subject.package.branches.find((one) => one.key === key);
  const item = branch && catalogue.item(branch.item.code, branch.item.version);
  if (!branch || !item) return undefined;
  const sources = branch.form ?? {};
  return { item, form: fill(form, sources), sources };
};

/** Takes each field from where the package says; a value that is not there is left out. */
const fill = (form: JsonObject, sources: Readonly<Record<string, string>>): JsonObject => {
  const filled: [string, Json][] = [];
  for (const [field, steps] of waysOf(sources)) {
    const value = valueBy(form, steps);
    if (value !== undefined) filled.push([field, value]);
  }
  return Object.fromEntries(filled);
};

type Ways = readonly (readonly [field: string, steps: readonly string[]])[];

const known = new WeakMap<object, Ways>();

/** The pointers of a published package, read once: every case of it is filled by them. */
const waysOf = (sources: Readonly<Record<string, string>>): Ways => {
  const ways = known.get(sources) ?? Object.entries(sources).map(([field, pointer]) => [field, stepsOf(pointer)]);
  known.set(sources, ways);
  return ways;
};

/** The value at an RFC 6901 pointer, or `undefined`. */
export const valueAt = (root: Json, pointer: string): Json | undefined => valueBy(root, stepsOf(pointer));

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueBy = (root: Json, steps: readonly string[]): Json | undefined => {
  let at: Json | undefined = root;
  for (const key of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, Json>>)[key];
  }
  return at;
};

/** Where a place of the item's form stands in the filed form. */
const sourceOf = (sources: Readonly<Record<string, string>>, pointer: string): string => {
  const field = Object.keys(sources).find(
    (name) => pointer === `/${escapePointer(name)}` || pointer.startsWith(`/${escapePointer(name)}/`),
  );
  return field === undefined ? pointer : `${sources[field]}${pointer.slice(escapePointer(field).length + 1)}`;
};

import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { faultOfGraph } from '../cases/graph.ts';
import type { AcceptanceRule, Plan } from '../cases/state.ts';
import { type CompiledForm, compileForm } from './form.ts';
import type { Item, Package, Publication, PublishedKey } from './published.ts';
import { type CompiledRule, compileRule } from './rule.ts';

/** An intake rule, ready to be asked. */
export type IntakeRule = CompiledRule & {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
  readonly pointer?: string;
};

/** A material of the list, with its condition compiled. */
export type MaterialRule = {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly forms?: readonly string[];
  readonly required: boolean;
  readonly requiredWhen?: CompiledRule;
};

/** What may be filed: one version of an item or a package, compiled. */
export type Subject = {
  readonly kind: 'item' | 'package';
  readonly code: string;
  readonly version: number;
  readonly name: { readonly zh: string; readonly en: string };
  readonly applicants: readonly string[];
  readonly form: CompiledForm;
  readonly rules: readonly IntakeRule[];
  readonly materials: readonly MaterialRule[];
} & (
  | { readonly kind: 'item'; readonly item: Item; readonly keys: readonly PublishedKey[] }
  | { readonly kind: 'package'; readonly package: Package }
);

/** An item, compiled. */
export type ItemSubject = Extract<Subject, { readonly kind: 'item' }>;

/** Compiles a publication, or says why it cannot be offered. */
export const compileSubject = (publication: Publication): Subject | Refusal => {
  const source = publication.kind === 'item' ? publication.item : publication.package;
  const form = compileForm(source.form as JsonObject);
  if (isRefusal(form)) return form;
  const rules = collect((source.rules ?? []).map(compileIntakeRule));
  if (isRefusal(rules)) return rules;
  const materials = collect((source.materials ?? []).map(compileMaterial));
  if (isRefusal(materials)) return materials;
  if (source.acceptance === 'centre' && !source.delegation)
    return refuse('delegation-missing', 'The centre accepts by a deed of delegation only.');
  const { code, version, name, applicants } = source;
  const common = { code, version, name, applicants, form, rules, materials };
  if (publication.kind === 'item') return { ...common, kind: 'item', item: publication.item, keys: publication.keys };
  const fault = faultOfGraph(graphOf(publication.package)) ?? faultOfGroups(publication.package);
  return fault ? refuse('graph-invalid', fault) : { ...common, kind: 'package', package: publication.package };
};

const graphOf = ({ branches }: Package) => branches.map(({ key, after = [] }) => ({ key, after }));

const faultOfGroups = ({ branches, released = [] }: Package): string | undefined => {
  const keys = new Set(branches.map(({ key }) => key));
  const stranger = released.flat().find((key) => !keys.has(key));
  return stranger && `The group names ${stranger}, which is no branch.`;
};

const compileIntakeRule = ({
  code,
  holds,
  message,
  pointer,
}: NonNullable<Item['rules']>[number]): IntakeRule | Refusal => {
  const compiled = compileRule(holds);
  if (isRefusal(compiled)) return compiled;
  return { ...compiled, code, message, ...(pointer === undefined ? {} : { pointer }) };
};

const compileMaterial = ({
  code,
  name,
  required,
  requiredWhen,
  forms,
}: Item['materials'][number]): MaterialRule | Refusal => {
  const material = { code, name, required, ...(forms ? { forms } : {}) };
  if (requiredWhen === undefined) return material;
  const when = compileRule(requiredWhen);
  return isRefusal(when) ? when : { ...material, requiredWhen: when };
};

const collect = <T extends object>(parts: readonly (T | Refusal)[]): readonly T[] | Refusal => {
  const done: T[] = [];
  for (const part of parts) {
    if (isRefusal(part)) return part;
    done.push(part as T);
  }
  return done;
};

/** Looks an item's version up. */
export type FindItem = (code: string, version: number) => ItemSubject | undefined;

/** What a case pins; a package whose items are not all published yet is refused. */
export const planOf = (subject: Subject, findItem: FindItem): Plan | Refusal => {
  const { kind, code, version } = subject;
  if (subject.kind === 'item') {
    const { item } = subject;
    const branch = {
      key: code,
      item: { code, version },
      domain: item.domain,
      department: item.department,
      after: [],
    };
    const days = item.kind === 'instant' ? 0 : item.limits.promisedDays;
    return {
      kind,
      code,
      version,
      acceptance: acceptanceOf(item),
      days,
      law: item.limits.law,
      branches: [branch],
      released: [],
    };
  }
  const { branches, released = [], limits } = subject.package;
  const planned: Plan['branches'][number][] = [];
  let organ: string | undefined;
  for (const { key, item: pinned, after = [], lead } of branches) {
    const found = findItem(pinned.code, pinned.version);
    if (!found)
      return refuse('item-unknown', `The package needs ${pinned.code} in version ${pinned.version}.`, {
        item: pinned.code,
      });
    if (lead || organ === undefined) organ = found.item.organ;
    planned.push({ key, item: pinned, domain: found.item.domain, department: found.item.department, after });
  }
  const acceptance = acceptanceOf({
    ...subject.package,
    department: subject.package.lead,
    organ: organ ?? subject.package.lead,
  });
  return { kind, code, version, acceptance, days: limits.promisedDays, law: limits.law, branches: planned, released };
};

const acceptanceOf = ({
  acceptance,
  department,
  organ,
  delegation,
}: Pick<Item, 'acceptance' | 'department' | 'organ'> & Pick<Item, 'delegation'>): AcceptanceRule => ({
  by: acceptance,
  department,
  organ,
  ...(acceptance === 'centre' && delegation ? delegation : {}),
});

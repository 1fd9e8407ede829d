import { describe, expect, it } from 'vitest';
import { parseBasicItemCode, parseImplementationCode } from '../../libs/identifiers/src/index.ts';
import { isRefusal } from '../../libs/kernel/src/index.ts';
import { planOf } from '../../services/intake-gateway/src/catalogue/subject.ts';
import { catalogueOfAll, everything, offers } from './offers.ts';

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const propertiesOf = (schema: Schema | undefined): Readonly<Record<string, Schema>> =>
  (schema?.['properties'] ?? {}) as Readonly<Record<string, Schema>>;

/** The schema of the field that a pointer into a form names. */
const fieldAt = (form: Schema, pointer: string): Schema | undefined =>
  pointer
    .split('/')
    .slice(1)
    .reduce<Schema | undefined>((schema, step) => propertiesOf(schema)[step], form);

/** What a field asks for, without the words that describe it. */
const demandsOf = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(demandsOf);
  if (!isSchema(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !['title', 'description'].includes(key) || isSchema(value))
      .map(([key, value]) => [key, demandsOf(value)]),
  );
};

/** Places of a form that are not bounded, not closed or not named in both languages. */
const loosePlaces = (schema: Schema, place: string): string[] => {
  const { type, items } = schema;
  const has = (...words: string[]) => words.some((word) => word in schema);
  const loose: string[] = [];
  if (type === undefined) loose.push(`${place}: no type`);
  if (type === 'object' && schema['additionalProperties'] !== false) loose.push(`${place}: open`);
  if (type === 'string' && !has('maxLength', 'pattern', 'enum', 'format')) loose.push(`${place}: any text`);
  if ((type === 'number' || type === 'integer') && !has('maximum')) loose.push(`${place}: any number`);
  if (type === 'array' && !has('maxItems')) loose.push(`${place}: any length`);
  if (isSchema(items)) loose.push(...loosePlaces(items, `${place}/*`));
  for (const [name, part] of Object.entries(propertiesOf(schema))) {
    if (!('title' in part) || !('description' in part)) loose.push(`${place}/${name}: no name`);
    loose.push(...loosePlaces(part, `${place}/${name}`));
  }
  return loose;
};

/** The fields of a form whose title speaks of something. */
const fieldsTitled = (form: Schema, words: string, place: string): { place: string; field: Schema }[] =>
  Object.entries(propertiesOf(form)).flatMap(([name, field]) => [
    ...(String(field['title']).includes(words) ? [{ place: `${place}/${name}`, field }] : []),
    ...fieldsTitled(field, words, `${place}/${name}`),
  ]);

const itemOf = (code: string, version: number) => {
  const item = offers.items.find((one) => one.code === code && one.version === version);
  if (!item) throw new Error(`there is no ${code}@${version}`);
  return item;
};

const branches = offers.packages.flatMap((one) =>
  one.branches.map((branch) => ({
    package: one,
    branch,
    name: `${one.code}/${branch.key}`,
    item: itemOf(branch.item.code, branch.item.version),
    sources: branch.form ?? {},
  })),
);

describe('the items and packages of the departments', () => {
  it('are many, and no code stands for two things', () => {
    expect([offers.items.length >= 17, offers.packages.length >= 3]).toEqual([true, true]);
    const keys = everything.map(({ code, version }) => `${code}@${version}`);
    expect(keys).toEqual([...new Set(keys)]);
    const codes = new Set(offers.items.map(({ code }) => code));
    expect(offers.packages.filter(({ code }) => codes.has(code))).toEqual([]);
  });

  it('are all offered by the gateway: forms, rules and graphs compile, every branch has its item', () => {
    const catalogue = catalogueOfAll();
    const plans = catalogue.newest().map((subject) => planOf(subject, catalogue.item));
    expect(plans.filter(isRefusal)).toEqual([]);
    expect(plans.length).toBe(everything.length);
  });

  it('ask for nothing without a bound and a name in both languages', () => {
    expect(everything.flatMap(({ code, form }) => loosePlaces(form, code))).toEqual([]);
  });

  it('never ask in clear for the number of a title to a home or of its lease: it leads to a person', () => {
    const numbers = everything.flatMap(({ code, form }) => fieldsTitled(form, '不动产权证号', code));
    expect(numbers.map(({ place }) => place)).toEqual([
      'move-within-city/homeNumber',
      'move-into-new-home/home/number',
    ]);
    expect(numbers.filter(({ field }) => field['x-personal'] !== 'other')).toEqual([]);
  });

  it('cite the law for their limits and promise no more than it gives', () => {
    for (const { code, limits, law } of everything) {
      expect([code, limits.promisedDays <= limits.statutoryDays, limits.law !== '']).toEqual([code, true, true]);
      expect([code, law?.length ?? 0]).not.toEqual([code, 0]);
    }
  });

  it('have national codes that name an organ with a valid credit code at the level of a county', () => {
    for (const { code, basicCode = '', implementationCode = '' } of offers.items) {
      const implementation = parseImplementationCode(implementationCode);
      expect([code, implementation]).toMatchObject([code, { level: '4', basic: { code: basicCode } }]);
      expect(isRefusal(parseBasicItemCode(basicCode))).toBe(false);
    }
  });

  it('name one organ and one credit code for each department', () => {
    const bodies = new Map<string, Set<string>>();
    for (const { department, organ, implementationCode = '' } of offers.items) {
      const seen = bodies.get(department) ?? new Set();
      bodies.set(department, seen.add(`${organ} ${implementationCode.slice(0, 18)}`));
    }
    expect([...bodies].filter(([, seen]) => seen.size > 1)).toEqual([]);
  });
});

describe('a branch of a package', () => {
  it('fills fields of its item from fields of the package that ask for the same', () => {
    for (const {
      name,
      item,
      package: { form },
      sources,
    } of branches) {
      for (const [field, pointer] of Object.entries(sources)) {
        const wanted = propertiesOf(item.form)[field];
        expect([name, field, wanted !== undefined]).toEqual([name, field, true]);
        expect([name, pointer, demandsOf(fieldAt(form, pointer))]).toEqual([name, pointer, demandsOf(wanted)]);
      }
    }
  });

  it('fills every field that its item cannot do without', () => {
    const unfilled = branches.flatMap(({ name, item, sources }) =>
      ((item.form['required'] ?? []) as string[]).filter((field) => !(field in sources)).map((it) => `${name}: ${it}`),
    );
    expect(unfilled).toEqual([]);
  });

  it('gets each material that its item needs from the package or from a branch that comes before it', () => {
    for (const {
      name,
      item,
      package: { materials, branches: all },
      branch,
    } of branches) {
      const before = (key: string): string[] =>
        (all.find((one) => one.key === key)?.after ?? []).flatMap((edge) => [edge.branch, ...before(edge.branch)]);
      const outputs = branches
        .filter((one) => one.package.branches === all && before(branch.key).includes(one.branch.key))
        .flatMap((one) => one.item.outputs.map(({ code }) => code));
      const given = [...materials.filter(({ required }) => required).map(({ code }) => code), ...outputs];
      const wanting = item.materials.filter(({ code, required }) => required && !given.includes(code));
      expect([name, wanting.map(({ code }) => code)]).toEqual([name, []]);
    }
  });

  it('has a lead that comes first and belongs to the lead department', () => {
    for (const { code, lead, branches: all } of offers.packages) {
      const [first, ...others] = all.filter((branch) => branch.lead);
      expect([code, first?.after, others]).toEqual([code, undefined, []]);
      expect([code, first && itemOf(first.item.code, first.item.version).department]).toEqual([code, lead]);
    }
  });

  it('shows each rule for what a refusal does to those who wait', () => {
    const rules = offers.packages.flatMap((one) => one.branches.flatMap(({ after = [] }) => after));
    expect(new Set(rules.map(({ onRefusal }) => onRefusal))).toEqual(new Set(['stop', 'skip-successors', 'continue']));
  });
});

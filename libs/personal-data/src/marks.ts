import type { JsonObject } from '@yimen/kernel';

/** Kinds of personal fields, as `x-personal` names them in contracts and forms. */
export const PERSONAL_KINDS = ['resident-id', 'name', 'phone', 'address', 'account', 'other'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** What a schema says about one place of a value: it is personal, or its parts may be. */
export interface Marks {
  readonly kind: PersonalKind | undefined;
  readonly part: (key: string) => Marks | undefined;
  /** Of all items alike: what any position of a tuple marks is taken as marked everywhere. */
  readonly items: () => Marks | undefined;
}

const compiled = new WeakMap<object, Marks>();

/**
 * Reads the marks of a JSON Schema, once. A place is personal when any of the schemas that may apply there says so: through
 * `$ref` within the document, `allOf`, `anyOf`, `oneOf`, `then`, `else` and dependent schemas.
 */
export const marksOf = (schema: JsonObject): Marks => {
  const known = compiled.get(schema);
  if (known) return known;
  const marks = placeOf([schema], schema);
  if (!marks || marks.kind) throw new Error('A whole document cannot be one personal field.');
  compiled.set(schema, marks);
  return marks;
};

/** Places are made when a value leads there, so recursive schemas need no care. */
const placeOf = (schemas: readonly unknown[], root: JsonObject): Marks | undefined => {
  const here = allAt(schemas, root);
  if (here.length === 0) return undefined;
  const named = new Map<string, Marks | undefined>();
  let others: { readonly marks: Marks | undefined } | undefined;
  let items: { readonly marks: Marks | undefined } | undefined;
  return {
    kind: kindAt(here),
    part: (key) => {
      if (!here.some((schema) => isNamed(schema, key))) {
        others ??= { marks: placeOf(here.flatMap(ofOtherKeys), root) };
        return others.marks;
      }
      if (!named.has(key))
        named.set(
          key,
          placeOf(
            here.flatMap((schema) => ofKey(schema, key)),
            root,
          ),
        );
      return named.get(key);
    },
    items: () => {
      items ??= { marks: placeOf(here.flatMap(ofItems), root) };
      return items.marks;
    },
  };
};

/** The given schemas and all that apply to the same place. */
const allAt = (schemas: readonly unknown[], root: JsonObject): readonly JsonObject[] => {
  const found = new Set<JsonObject>();
  const visit = (schema: unknown): void => {
    if (!isObject(schema) || found.has(schema)) return;
    found.add(schema);
    for (const word of ['allOf', 'anyOf', 'oneOf']) listOf(schema[word]).forEach(visit);
    for (const branch of [schema['then'], schema['else'], ...valuesOf(schema['dependentSchemas'])]) visit(branch);
    if (schema['$dynamicRef'] !== undefined)
      throw new Error('A schema with personal marks has a reference that moves.');
    if (typeof schema['$ref'] === 'string') visit(resolve(schema['$ref'], root));
  };
  schemas.forEach(visit);
  return [...found];
};

const kindAt = (schemas: readonly JsonObject[]): PersonalKind | undefined => {
  for (const { 'x-personal': mark } of schemas) {
    if (mark === undefined) continue;
    const kind = PERSONAL_KINDS.find((it) => it === mark);
    if (!kind) throw new Error(`Unknown x-personal kind: ${JSON.stringify(mark)}`);
    return kind;
  }
  return undefined;
};

const isNamed = (schema: JsonObject, key: string): boolean =>
  (isObject(schema['properties']) && Object.hasOwn(schema['properties'], key)) || isObject(schema['patternProperties']);

const ofKey = (schema: JsonObject, key: string): readonly unknown[] => {
  const { properties, patternProperties } = schema;
  const own = isObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : [];
  const matched = isObject(patternProperties)
    ? Object.entries(patternProperties).flatMap(([pattern, it]) => (new RegExp(pattern, 'u').test(key) ? [it] : []))
    : [];
  return own.length + matched.length > 0 ? [...own, ...matched] : ofOtherKeys(schema);
};

const ofOtherKeys = (schema: JsonObject): readonly unknown[] => [
  schema['additionalProperties'] ?? true,
  schema['unevaluatedProperties'] ?? true,
];

const ofItems = (schema: JsonObject): readonly unknown[] => [
  schema['items'] ?? true,
  schema['contains'] ?? true,
  schema['unevaluatedItems'] ?? true,
  ...listOf(schema['prefixItems']),
];

const resolve = (reference: string, root: JsonObject): unknown => {
  if (reference !== '#' && !reference.startsWith('#/'))
    throw new Error(`A schema with personal marks refers to what is no place of its own: ${reference}`);
  let at: unknown = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) || Array.isArray(at) ? Reflect.get(at, key) : undefined;
  }
  if (at === undefined) throw new Error(`A schema refers to what is not there: ${reference}`);
  return at;
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const valuesOf = (value: unknown): readonly unknown[] => (isObject(value) ? Object.values(value) : []);

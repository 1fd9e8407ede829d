import { createCompiler, type SchemaError } from '@yimen/contracts';
import type { JsonObject, Refusal } from '@yimen/kernel';
import { refuse } from '@yimen/kernel';
import { maskPersonal, PERSONAL_KINDS, splitPersonal } from '@yimen/personal-data';

/** A form, compiled at publication. */
export type CompiledForm = {
  readonly schema: JsonObject;
  /** What is wrong with a value, first mistake only for large ones; fills in defaults. */
  readonly check: (value: JsonObject) => readonly SchemaError[] | undefined;
  /** The same, but a draft may lack things. */
  readonly checkDraft: (value: JsonObject) => readonly SchemaError[] | undefined;
};

/** Items of a list in a form; what rules loop over. */
const LIST_LIMIT = 500;
const PATTERN_LIMIT = 200;

/** Compiles a form or says why it is none: every list bounded, no pattern that can run away, marks readable. */
export const compileForm = (schema: JsonObject): CompiledForm | Refusal => {
  const fault = faultOf(schema, '');
  if (fault) return fault;
  try {
    const { $schema: _, $id: __, ...rest } = schema;
    const form = closed(rest) as JsonObject;
    const check = createCompiler(form)('');
    const checkDraft = createCompiler(lenient(form) as JsonObject)('');
    splitPersonal(form, {});
    maskPersonal(form, {});
    return { schema: form, check, checkDraft };
  } catch (error) {
    return refuse('form-invalid', error instanceof Error ? error.message : 'The form does not compile.');
  }
};

const faultOf = (schema: unknown, place: string): Refusal | undefined => {
  if (Array.isArray(schema)) return firstFault(schema.map((part, i) => [part, `${place}/${i}`] as const));
  if (!isObject(schema)) return undefined;
  const no = (why: string) => refuse('form-invalid', why, { pointer: place });
  const { type, maxItems, pattern, $ref: reference, 'x-personal': mark } = schema;
  const list = type === 'array' || (Array.isArray(type) && type.includes('array'));
  if (list && !(typeof maxItems === 'number' && maxItems <= LIST_LIMIT))
    return no(`A list needs maxItems of ${LIST_LIMIT} at most.`);
  if (typeof mark === 'string' && !PERSONAL_KINDS.some((kind) => kind === mark))
    return no('There is no such kind of personal data.');
  if (typeof pattern === 'string' && !isSafePattern(pattern)) return no('The pattern could run for ever.');
  if (typeof reference === 'string' && !reference.startsWith('#/')) return no('A form refers to itself only.');
  return firstFault(Object.entries(schema).map(([key, part]) => [part, `${place}/${key}`] as const));
};

const firstFault = (parts: readonly (readonly [unknown, string])[]): Refusal | undefined => {
  for (const [part, place] of parts) {
    const fault = faultOf(part, place);
    if (fault) return fault;
  }
  return undefined;
};

const COMPOSED = ['allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas', 'patternProperties'];

/** A form knows its fields: what it does not name it does not take, or personal data would slip in unmarked. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  const open = !('additionalProperties' in schema) && !('unevaluatedProperties' in schema);
  const simple = isObject(schema['properties']) && !COMPOSED.some((word) => word in schema);
  return simple && open && schema['type'] === 'object' ? { ...parts, additionalProperties: false } : parts;
};

const COMPLETENESS = new Set(['required', 'minItems', 'minLength', 'minProperties', 'dependentRequired', 'contains']);

/** The form without what asks for completeness; names of fields are not words of the schema. */
const lenient = (schema: unknown, inProperties = false): unknown => {
  if (Array.isArray(schema)) return schema.map((part) => lenient(part));
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => inProperties || !COMPLETENESS.has(key));
  return Object.fromEntries(
    kept.map(([key, part]) => [key, lenient(part, !inProperties && (key === 'properties' || key === '$defs'))]),
  );
};

/** Short, no back-references, and no group that repeats and is repeated: `(a+)+`. */
export const isSafePattern = (pattern: string): boolean =>
  pattern.length <= PATTERN_LIMIT &&
  !/\\[1-9k]/.test(pattern) &&
  !/\([^()]*([+*]|\{\d+,\d*\})[^()]*\)([+*]|\{\d+,)/.test(pattern) &&
  !/\([^()]*\|[^()]*\)[+*]/.test(pattern);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

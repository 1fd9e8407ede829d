import type { Json, JsonObject } from '@yimen/kernel';
import { type Marks, marksOf } from './marks.ts';

/** A value without its personal fields, and those by JSON Pointer (RFC 6901) of where they belong. */
export interface Split {
  readonly plain: JsonObject;
  readonly personal: JsonObject;
}

/**
 * Takes the fields that the schema marks `x-personal` out of a value. They are left out, not blanked; a list of personal
 * values is taken as a whole, so that no list has holes.
 */
export const splitPersonal = (schema: JsonObject, value: JsonObject): Split => {
  const personal: [string, Json][] = [];
  const plain = without(value, marksOf(schema), '', personal);
  return { plain: isObject(plain) ? plain : {}, personal: Object.fromEntries(personal) };
};

/** The reverse: puts every personal field back to its place. */
export const joinPersonal = (plain: JsonObject, personal: JsonObject): JsonObject => {
  const whole: Writable = structuredClone(plain) as Writable;
  for (const [pointer, value] of Object.entries(personal)) put(whole, stepsOf(pointer), value);
  return whole as JsonObject;
};

const without = (value: Json, marks: Marks, path: string, personal: [string, Json][]): Json | undefined => {
  if (isPersonal(marks)) {
    personal.push([path, value]);
    return undefined;
  }
  if (isList(value)) {
    const items = marks.items();
    return items ? value.map((item, i) => without(item, items, `${path}/${i}`, personal) ?? null) : value;
  }
  if (!isObject(value)) return value;
  const kept: [string, Json][] = [];
  for (const [key, part] of Object.entries(value)) {
    const mark = marks.part(key);
    const rest = mark ? without(part, mark, `${path}/${escaped(key)}`, personal) : part;
    if (rest !== undefined) kept.push([key, rest]);
  }
  return Object.fromEntries(kept);
};

const isPersonal = (marks: Marks): boolean => marks.kind !== undefined || marks.items()?.kind !== undefined;

interface Writable {
  [key: string]: Json | Writable;
}

const put = (whole: Writable, steps: readonly string[], value: Json): void => {
  let at: Writable = whole;
  for (const step of steps.slice(0, -1)) {
    const next = Object.hasOwn(at, step) ? at[step] : undefined;
    if (typeof next !== 'object' || next === null) return; // its place is gone: nothing to put it into
    at = next as Writable;
  }
  const last = steps.at(-1);
  if (last === undefined) return;
  Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
};

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

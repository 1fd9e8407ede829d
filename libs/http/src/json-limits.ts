import { escapePointer, type SchemaError } from '@yimen/contracts';

/** Limits that hold before any schema is asked. */
export interface JsonLimits {
  readonly depth: number;
  readonly listLength: number;
}

/** The first part of a parsed JSON value that exceeds a limit, or that could not be stored and hashed unchanged. */
export const firstExcess = (value: unknown, limits: JsonLimits, depth = 0): SchemaError | undefined => {
  if (typeof value === 'string') return isText(value) ? undefined : excess('text');
  if (typeof value === 'number') return isExact(value) ? undefined : excess('number');
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= limits.depth) return excess('depth');
  return Array.isArray(value) ? excessInList(value, limits, depth) : excessInObject(value, limits, depth);
};

/** Control characters but tab and line ends: XML, GBK and terminals of those behind us cannot carry them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;

const isText = (value: string): boolean => value.isWellFormed() && !CONTROL.test(value);

const excessInList = (list: readonly unknown[], limits: JsonLimits, depth: number): SchemaError | undefined => {
  if (list.length > limits.listLength) return excess('length', limits.listLength);
  for (let i = 0; i < list.length; i++) {
    const found = firstExcess(list[i], limits, depth + 1);
    if (found) return under(String(i), found);
  }
  return undefined;
};

const excessInObject = (value: object, limits: JsonLimits, depth: number): SchemaError | undefined => {
  for (const [key, part] of Object.entries(value)) {
    if (key === '__proto__' || !isText(key)) return excess('name');
    const found = firstExcess(part, limits, depth + 1);
    if (found) return under(key, found);
  }
  return undefined;
};

const isExact = (value: number): boolean =>
  Number.isFinite(value) && !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));

const excess = (keyword: string, limit?: number): SchemaError => ({
  keyword,
  instancePath: '',
  schemaPath: '',
  params: limit === undefined ? {} : { limit },
});

const under = (key: string, error: SchemaError): SchemaError => ({
  ...error,
  instancePath: `/${escapePointer(key)}${error.instancePath}`,
});

/** A value that survives storage, transport and hashing unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** An object of such values. A key whose value is absent is left out, never `undefined`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deepest nesting that the platform stores. */
export const JSON_DEPTH_LIMIT = 32;

/**
 * Answers where the first part is that would not survive (`undefined`, functions, dates, buffers, unsafe integers, lone
 * surrogates, too deep), as a JSON Pointer (RFC 6901), or `undefined` when the value is pure JSON.
 */
export const firstImpurity = (value: unknown, depth = 0): string | undefined => {
  if (depth > JSON_DEPTH_LIMIT) return '';
  if (value === null || typeof value !== 'object') return isStorableScalar(value) ? undefined : '';
  return Array.isArray(value) ? impureElement(value, depth) : impureProperty(value, depth);
};

const impureElement = (list: readonly unknown[], depth: number): string | undefined => {
  for (let i = 0; i < list.length; i++) {
    const impurity = firstImpurity(list[i], depth + 1);
    if (impurity !== undefined) return `/${i}${impurity}`;
  }
  return undefined;
};

const impureProperty = (object: object, depth: number): string | undefined => {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return '';
  for (const [key, part] of Object.entries(object)) {
    if (!key.isWellFormed()) return '';
    const impurity = firstImpurity(part, depth + 1);
    if (impurity !== undefined) return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}${impurity}`;
  }
  return undefined;
};

const isStorableScalar = (value: unknown): boolean => {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'number' || !Number.isFinite(value) || Object.is(value, -0)) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
};

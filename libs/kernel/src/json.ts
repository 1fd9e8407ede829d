/** A value that survives storage, transport and hashing unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** An object of such values. A key whose value is absent is left out, never `undefined`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deepest nesting that the platform stores. */
export const JSON_DEPTH_LIMIT = 32;

/**
 * Answers the path of the first part that would not survive (`undefined`, functions, dates, buffers, unsafe
 * integers, lone surrogates, too deep), or `undefined` when the value is pure JSON.
 */
export const firstImpurity = (value: unknown, path = '', depth = 0): string | undefined => {
  if (depth > JSON_DEPTH_LIMIT) return path;
  if (value === null || typeof value !== 'object') return isStorableScalar(value) ? undefined : path;
  return Array.isArray(value) ? impureElement(value, path, depth) : impureProperty(value, path, depth);
};

const impureElement = (list: readonly unknown[], path: string, depth: number): string | undefined => {
  for (let i = 0; i < list.length; i++) {
    const impurity = firstImpurity(list[i], `${path}/${i}`, depth + 1);
    if (impurity !== undefined) return impurity;
  }
  return undefined;
};

const impureProperty = (object: object, path: string, depth: number): string | undefined => {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return path;
  for (const [key, part] of Object.entries(object)) {
    if (!key.isWellFormed()) return path;
    const impurity = firstImpurity(part, `${path}/${key}`, depth + 1);
    if (impurity !== undefined) return impurity;
  }
  return undefined;
};

const isStorableScalar = (value: unknown): boolean => {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'number' || !Number.isFinite(value) || Object.is(value, -0)) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
};

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
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  if (typeof value === 'number') return isStorableNumber(value) ? undefined : path;
  if (typeof value !== 'object') return path;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const impurity = firstImpurity(value[i], `${path}/${i}`, depth + 1);
      if (impurity !== undefined) return impurity;
    }
    return undefined;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return path;
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) return path;
    const impurity = firstImpurity(part, `${path}/${key}`, depth + 1);
    if (impurity !== undefined) return impurity;
  }
  return undefined;
};

const isStorableNumber = (value: number): boolean =>
  Number.isFinite(value) && !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));

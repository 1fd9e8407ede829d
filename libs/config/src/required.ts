import type { z } from 'zod';

const neverDefaulted = new WeakSet<object>();

/** Marks a field as an address or a secret: `readConfig` refuses a schema that gives it a default. */
export const required = <F extends z.ZodType>(field: F): F => {
  neverDefaulted.add(field);
  return field;
};

/** Does the field wrap an address or a secret in a default? */
export const hasForbiddenDefault = (field: unknown): boolean => {
  let defaulted = false;
  let inner = field;
  while (hasDefinition(inner)) {
    if (neverDefaulted.has(inner)) return defaulted;
    defaulted ||= inner.def.type === 'default' || inner.def.type === 'prefault' || inner.def.type === 'catch';
    inner = inner.def.innerType;
  }
  return false;
};

type WithDefinition = { readonly def: { readonly type: string; readonly innerType?: unknown } };

const hasDefinition = (value: unknown): value is WithDefinition =>
  typeof value === 'object' && value !== null && 'def' in value;

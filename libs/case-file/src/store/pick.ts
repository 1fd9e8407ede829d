import type { JsonObject } from '@yimen/kernel';

/** The parts of a state that were asked for; all when nobody said. */
export const pick = (state: JsonObject, fields: readonly string[] | undefined): JsonObject =>
  fields ? Object.fromEntries(Object.entries(state).filter(([field]) => fields.includes(field))) : state;

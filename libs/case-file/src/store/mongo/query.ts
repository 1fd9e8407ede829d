import type { Json } from '@yimen/kernel';
import type { Document } from '@yimen/store';
import { type Condition, type FindQuery, isOperator, requireScalars } from '../port.ts';

/** The filter of a question over scalars, keyset bound included. */
export const filterOf = (query: FindQuery): Document => {
  requireScalars(query);
  const { where, sort, after } = query;
  const filter: Record<string, unknown> = {};
  for (const [scalar, condition] of Object.entries(where)) filter[`find.${scalar}`] = conditionOf(condition);
  if (!after) return filter;
  const order = orderOf(sort);
  const [first] = order;
  const beyond = { $or: keyset(order, [...after.values, after.id]) };
  // the bound on the first field lets the index begin there; the alternatives only sort out equal values
  if (!first || order.length < 2) return { $and: [filter, beyond] };
  const [field, direction] = first;
  return { $and: [filter, { [field]: { [direction > 0 ? '$gte' : '$lte']: after.values[0] } }, beyond] };
};

/** The fields of an order, the id last. */
export const orderOf = (sort: FindQuery['sort']): readonly (readonly [string, 1 | -1])[] => {
  const stated = Object.entries(sort ?? {}).map(([scalar, direction]) => [`find.${scalar}`, direction] as const);
  return [...stated, ['_id', stated.at(-1)?.[1] ?? 1] as const];
};

/** The parts of the document that a row of a list is made of. */
export const rowProjection = (fields: readonly string[] | undefined): Document => ({
  version: 1,
  revision: 1,
  schemaVersion: 1,
  find: 1,
  ...(fields?.length === 0 ? {} : { state: 1 }),
});

const keyset = (order: readonly (readonly [string, 1 | -1])[], values: readonly Json[]): Document[] =>
  order.map(([field, direction], i) => ({
    ...Object.fromEntries(order.slice(0, i).map(([before], j) => [before, values[j]])),
    [field]: { [direction > 0 ? '$gt' : '$lt']: values[i] },
  }));

const conditionOf = (condition: Condition): unknown => {
  if (!isOperator(condition)) return { $eq: condition };
  return Object.fromEntries(Object.entries(condition).map(([operator, value]) => [`$${operator}`, value]));
};

import type { Json } from '@yimen/kernel';
import type { Document } from '@yimen/store';
import { type Condition, type FindQuery, isOperator, requireScalars } from '../port.ts';

/** A part of what a question asks for: files of one range of its index, in their order. */
interface Range {
  readonly filter: Document;
  readonly order: Readonly<Record<string, 1 | -1>>;
}

/**
 * A question over scalars as ranges, to be asked one after the other until its limit is reached: behind a keyset bound first
 * what is equal to it in all but the id, last what is beyond it in the first field. So a page far behind thousands of
 * equals costs what the first page costs. What is equal all over is no part of the order: a server that may choose among
 * values of the fields before it would sort in memory.
 */
export const rangesOf = (query: FindQuery): readonly Range[] => {
  requireScalars(query);
  const { where, sort, after } = query;
  const order = orderOf(sort);
  const filter: Record<string, unknown> = {};
  for (const [scalar, condition] of Object.entries(where)) filter[`find.${scalar}`] = conditionOf(condition);
  if (!after) return [{ filter, order: sort ? Object.fromEntries(order) : {} }];
  const bounds = keyset(order, [...after.values, after.id]).map((bound, i) => ({
    filter: { $and: [filter, bound] },
    order: Object.fromEntries(order.slice(i)),
  }));
  return bounds.toReversed();
};

/** The fields of an order, the id last. */
const orderOf = (sort: FindQuery['sort']): readonly (readonly [string, 1 | -1])[] => {
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

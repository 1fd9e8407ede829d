import type { Json } from '@yimen/kernel';
import type { StoredFile } from '../document.ts';
import { type Condition, type FindQuery, isOperator } from '../port.ts';

/** Whether a file answers a question. */
export const matches = (file: StoredFile, { where, sort, after }: FindQuery): boolean => {
  const meets = Object.entries(where).every(([scalar, condition]) => meetsCondition(file.find[scalar], condition));
  if (!meets || !after) return meets;
  return compareRows([...rowOf(file, sort)], [...after.values, after.id], directions(sort)) > 0;
};

/** Files in the order of a question. */
export const ordered = (files: readonly StoredFile[], { sort }: FindQuery): StoredFile[] =>
  [...files].sort((a, b) => compareRows(rowOf(a, sort), rowOf(b, sort), directions(sort)));

const meetsCondition = (value: Json | undefined, condition: Condition): boolean => {
  const values: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  return values.some((one) => {
    if (!isOperator(condition)) return one === condition;
    if (one === undefined || one === null) return false;
    if ('in' in condition) return condition.in.includes(one);
    const { gt, gte, lt, lte } = condition;
    return (
      (gt === undefined || compare(one, gt) > 0) &&
      (gte === undefined || compare(one, gte) >= 0) &&
      (lt === undefined || compare(one, lt) < 0) &&
      (lte === undefined || compare(one, lte) <= 0)
    );
  });
};

const rowOf = (file: StoredFile, sort: FindQuery['sort']): (Json | undefined)[] => [
  ...Object.keys(sort ?? {}).map((scalar) => file.find[scalar]),
  file._id,
];

const directions = (sort: FindQuery['sort']): number[] => {
  const stated = Object.values(sort ?? {});
  return [...stated, stated.at(-1) ?? 1];
};

const compareRows = (
  a: readonly (Json | undefined)[],
  b: readonly (Json | undefined)[],
  by: readonly number[],
): number => {
  for (const [i, direction] of by.entries()) {
    const order = compare(a[i], b[i]) * direction;
    if (order !== 0) return order;
  }
  return 0;
};

/** As MongoDB orders scalars: absent and null first, then numbers, then strings by code units. */
const compare = (a: Json | undefined, b: Json | undefined): number => {
  const [x, y] = [a ?? null, b ?? null];
  if (x === y) return 0;
  if (x === null) return -1;
  if (y === null) return 1;
  if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
  return x < y ? -1 : 1;
};

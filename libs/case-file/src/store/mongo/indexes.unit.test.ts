import { describe, expect, it } from 'vitest';
import { type FindIndex, servingIndex } from './indexes.ts';

const declared: readonly FindIndex[] = [
  { key: { number: 1 }, unique: true },
  { key: { status: 1, at: -1, division: -1 } },
  { key: { accept: 1, at: 1, division: 1 } },
  { key: { system: 1, dueAt: 1 } },
  { key: { review: 1 } },
];
const indexFor = servingIndex(declared);
const within = { gte: '4406', lt: '4406:' };

describe('the index that a question takes', () => {
  it.each([
    [{ where: { number: 'x' } }, 'find.number_1'],
    [{ where: { number: 'x', division: within } }, 'find.number_1'],
    [{ where: { review: 'a', division: within } }, 'find.review_1__id_1'],
    [
      { where: { status: 'draft', division: within }, sort: { at: -1, division: -1 } },
      'find.status_1_find.at_-1_find.division_-1__id_-1',
    ],
    [
      { where: { accept: { in: ['a', 'b'] } }, sort: { at: 1, division: 1 } },
      'find.accept_1_find.at_1_find.division_1__id_1',
    ],
    [{ where: { system: 's', dueAt: { lte: 'x' } }, sort: { dueAt: 1 } }, 'find.system_1_find.dueAt_1__id_1'],
  ] as const)('is the one declared for what it asks and its order: %j', (query, name) => {
    expect(indexFor({ ...query, limit: 5 })).toBe(name);
  });

  it('may be read backwards, all of its order or none', () => {
    const where = { status: 'draft' };
    expect(indexFor({ where, sort: { at: 1, division: 1 }, limit: 5 })).toMatch(/^find.status/);
    expect(() => indexFor({ where, sort: { at: 1, division: -1 }, limit: 5 })).toThrow(/No index/);
  });

  it.each([
    { where: {} },
    { where: { division: 'x' } },
    { where: { status: 'draft' } },
    { where: { status: 'draft' }, sort: { division: -1 } },
    { where: { status: 'draft' }, sort: { at: -1 } },
    { where: { number: 'x' }, sort: { number: 1 } },
    { where: {}, sort: { system: 1, dueAt: 1 } },
  ] as const)('is missing for what nobody declared one for: %j', (query) => {
    expect(() => indexFor({ ...query, limit: 5 })).toThrow(/No index is declared/);
  });
});

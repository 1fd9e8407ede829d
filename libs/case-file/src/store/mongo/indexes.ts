import { type IndexDeclaration, indexName } from '@yimen/store';
import type { FindQuery } from '../port.ts';

/** An index over scalars under `find`, of the files that have the first of them; the id is appended, so that keyset pages follow it. */
export interface FindIndex {
  readonly key: Readonly<Record<string, 1 | -1>>;
  /** At most one file may have these values; files without them do not count. */
  readonly unique?: true;
}

/** The collections of one kind of case file. */
export interface CollectionNames {
  readonly files: string;
  readonly segments: string;
  readonly debts: string;
  readonly members: string;
}

/** `case` → `cases`, `case-segments`, … */
export const collectionsOf = (aggregate: string): CollectionNames => ({
  files: `${aggregate}s`,
  segments: `${aggregate}-segments`,
  debts: `${aggregate}-debts`,
  members: `${aggregate}-members`,
});

/** The indexes that questions of this lib ask by, each by its name. */
export const INDEX = {
  waiting: 'waiting',
  due: 'due',
  history: 'history',
  causes: 'causes',
  asks: 'asks',
  living: 'living',
} as const;

/** Every index that a query of this lib or a `find` of the service is served by. */
export const indexesOf = (aggregate: string, findIndexes: readonly FindIndex[]): readonly IndexDeclaration[] => {
  const { files, segments, debts, members } = collectionsOf(aggregate);
  return [
    { collection: files, key: { relayAt: 1 }, options: { name: INDEX.waiting, sparse: true } },
    {
      collection: files,
      key: { slot: 1, wakeAt: 1 },
      options: { name: INDEX.due, partialFilterExpression: { wakeAt: { $exists: true } } },
    },
    ...findIndexes.map((index) => ({ collection: files, ...declarationOf(index) })),
    { collection: segments, key: { file: 1, to: 1 }, options: { name: INDEX.history } },
    { collection: segments, key: { file: 1, causes: 1 }, options: { name: INDEX.causes } },
    { collection: debts, key: { askAt: 1 }, options: { name: INDEX.asks } },
    { collection: members, key: { group: 1, until: 1 }, options: { name: INDEX.living } },
  ];
};

/**
 * The name of the declared index that answers a question in its order. The server is told to take it: left to choose, it
 * tries several on a few documents, and what was cheapest there may read everything later. Throws where none was declared.
 */
export const servingIndex = (declared: readonly FindIndex[]): ((query: FindQuery) => string) => {
  const longestFirst = declared.toSorted((a, b) => Object.keys(b.key).length - Object.keys(a.key).length);
  const named = longestFirst.map((index) => ({ index, name: indexName(declarationOf(index)) }));
  return ({ where, sort = {} }) => {
    const serving = named.find(({ index }) => serves(index, Object.keys(where), Object.entries(sort)));
    if (serving) return serving.name;
    throw new Error(`No index is declared for files by ${Object.keys(where)} in the order of ${Object.keys(sort)}.`);
  };
};

/** Whether what leads in the index is asked for, and what follows is the order, forwards or backwards. */
const serves = ({ key, unique }: FindIndex, asked: readonly string[], order: readonly [string, 1 | -1][]): boolean => {
  const fields = Object.entries(key);
  const leading = fields.slice(0, fields.length - order.length);
  const following = fields.slice(leading.length);
  if (fields.length < order.length || !asked.includes(fields[0]?.[0] ?? '')) return false;
  if (unique && order.length > 0) return false; // has no id behind it, which ends every order
  const turn = (following[0]?.[1] ?? 1) * (order[0]?.[1] ?? 1);
  return (
    leading.every(([field]) => asked.includes(field)) &&
    following.every(([field, direction], i) => field === order[i]?.[0] && direction === order[i]?.[1] * turn)
  );
};

const declarationOf = ({ key, unique }: FindIndex): Omit<IndexDeclaration, 'collection'> => {
  const fields = Object.keys(key).map((scalar) => `find.${scalar}`);
  const directions = Object.values(key);
  const over = Object.fromEntries(fields.map((field, i) => [field, directions[i] ?? 1]));
  if (!unique) {
    const [first = ''] = fields;
    // who has none of it is never looked for by it: most files are in few of the indexes
    return {
      key: { ...over, _id: directions.at(-1) ?? 1 },
      options: { partialFilterExpression: { [first]: { $exists: true } } },
    };
  }
  const present = Object.fromEntries(fields.map((field) => [field, { $exists: true }]));
  return { key: over, options: { unique: true, partialFilterExpression: present } };
};

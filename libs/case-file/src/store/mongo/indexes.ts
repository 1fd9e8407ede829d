import type { IndexDeclaration } from '@yimen/store';

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

/** Every index that a query of this lib or a `find` of the service is served by. */
export const indexesOf = (aggregate: string, findIndexes: readonly FindIndex[]): readonly IndexDeclaration[] => {
  const { files, segments, debts, members } = collectionsOf(aggregate);
  return [
    { collection: files, key: { relayAt: 1 }, options: { name: 'waiting', sparse: true } },
    {
      collection: files,
      key: { slot: 1, wakeAt: 1 },
      options: { name: 'due', partialFilterExpression: { wakeAt: { $exists: true } } },
    },
    ...findIndexes.map((index) => ({ collection: files, ...findIndex(index) })),
    { collection: segments, key: { file: 1, to: 1 }, options: { name: 'history' } },
    { collection: segments, key: { file: 1, causes: 1 }, options: { name: 'causes' } },
    { collection: debts, key: { askAt: 1 }, options: { name: 'asks' } },
    { collection: members, key: { group: 1, until: 1 }, options: { name: 'living' } },
  ];
};

const findIndex = ({ key, unique }: FindIndex): Omit<IndexDeclaration, 'collection'> => {
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

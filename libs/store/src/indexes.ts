import type { Store } from './connection.ts';
import { type Document, driver } from './driver.ts';
import { throwOutage } from './outages.ts';

/** One index as a service declares it. */
export interface IndexDeclaration {
  readonly collection: string;
  /** Field → direction, in order. */
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly options?: {
    readonly name?: string;
    readonly unique?: boolean;
    readonly sparse?: boolean;
    readonly partialFilterExpression?: Document;
    readonly expireAfterSeconds?: number;
  };
}

/** What differs from the declaration; nothing is changed by itself. */
export interface IndexDrift {
  readonly collection: string;
  readonly index: string;
  readonly reason: 'different' | 'undeclared';
}

/**
 * Creates what is missing, compares what is there; safe to run from every replica at every start. Resolves when every
 * index that is as declared can be used, also one that another replica is still building.
 */
export const declareIndexes = async (
  store: Store,
  declarations: readonly IndexDeclaration[],
): Promise<{ readonly created: readonly string[]; readonly drift: readonly IndexDrift[] }> => {
  const created: string[] = [];
  const drift: IndexDrift[] = [];
  const byCollection = Map.groupBy(declarations, ({ collection }) => collection);
  for (const [name, declared] of byCollection) {
    const present = await existingIndexes(store, name);
    for (const declaration of declared) {
      const index = indexName(declaration);
      const found = present.find((it) => it['name'] === index);
      if (found && shapeOf(found) !== shapeOf({ ...declaration.options, key: declaration.key })) {
        drift.push({ collection: name, index, reason: 'different' });
        continue;
      }
      // also what is listed: the server lists an index while it is being built, and answers here when it is done
      await store
        .collection(name)
        .createIndex(declaration.key, { ...declaration.options, name: index })
        .catch(throwOutage);
      if (!found) created.push(`${name}.${index}`);
    }
    const names = new Set(['_id_', ...declared.map(indexName)]);
    for (const it of present) {
      const index = String(it['name']);
      if (!names.has(index)) drift.push({ collection: name, index, reason: 'undeclared' });
    }
  }
  return { created, drift };
};

/** What the index is called, and asked for by: its name as declared, else the server's own for such a key. */
export const indexName = ({ key, options }: Pick<IndexDeclaration, 'key' | 'options'>): string =>
  options?.name ??
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_');

const existingIndexes = async (store: Store, collection: string): Promise<readonly Document[]> => {
  try {
    return await store.collection(collection).listIndexes().toArray();
  } catch (error) {
    if (error instanceof driver.MongoServerError && error.code === 26) return []; // no such collection yet
    return throwOutage(error);
  }
};

const shapeOf = (index: Document): string =>
  JSON.stringify([
    Object.entries(index['key'] ?? {}),
    index['unique'] ?? false,
    index['sparse'] ?? false,
    index['partialFilterExpression'] ?? null,
    index['expireAfterSeconds'] ?? null,
  ]);

import { connectStore } from '@yimen/store';

const OWN = new Set(['admin', 'config', 'local']);

/** Every document that the databases of the platform hold, as one text each, with where it stands. */
export const readStores = async (url: string): Promise<readonly string[]> => {
  const door = await connectStore({ url, database: 'admin', poolSize: 1 });
  const { databases } = await door.db.admin().listDatabases({ nameOnly: true });
  await door.close();
  const texts: string[] = [];
  for (const { name } of databases) if (!OWN.has(name)) texts.push(...(await readDatabase(url, name)));
  return texts;
};

const readDatabase = async (url: string, database: string): Promise<readonly string[]> => {
  const store = await connectStore({ url, database, poolSize: 1 });
  const texts: string[] = [];
  for (const { name } of await store.db.listCollections({}, { nameOnly: true }).toArray())
    for (const document of await store.db.collection(name).find().toArray())
      texts.push(`${database}.${name} ${textOf(document)}`);
  await store.close();
  return texts;
};

/** Bytes are looked into, too. */
const textOf = (document: object): string =>
  JSON.stringify(document, (_, value: unknown) => (isBytes(value) ? Buffer.from(value.data).toString('utf8') : value));

const isBytes = (value: unknown): value is { readonly data: readonly number[] } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  value.type === 'Buffer' &&
  'data' in value &&
  Array.isArray(value.data);

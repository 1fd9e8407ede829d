import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll } from 'vitest';
import { storeContract } from '../testing/store-contract.ts';
import { createMemory, createMemoryStore } from './memory/memory-store.ts';
import { createMongoStore } from './mongo/mongo-store.ts';

let store: Store;
let made = 0;

beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('case_file') });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

storeContract('in memory', async () => createMemoryStore(createMemory(), { unique: ['title'] }));
storeContract('in MongoDB', () => {
  made += 1;
  return createMongoStore(store, `permit${made}`, {
    indexes: [{ key: { title: 1 }, unique: true }, { key: { status: 1, title: -1 } }],
  });
});

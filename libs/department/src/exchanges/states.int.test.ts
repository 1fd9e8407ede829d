import { systemStatesContract } from '@yimen/adapter/contract';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll } from 'vitest';
import { createSystemStates } from './states.ts';

const stores: Store[] = [];
afterAll(async () => {
  for (const store of stores) {
    await store.db.dropDatabase();
    await store.close();
  }
});

systemStatesContract('MongoDB', async () => {
  const store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('systems'), poolSize: 2 });
  stores.push(store);
  let now = Date.UTC(2026, 2, 2, 1, 30);
  return {
    states: createSystemStates(store, () => now),
    advance: (ms) => {
      now += ms;
    },
  };
});

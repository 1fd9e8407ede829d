import { createSecretKey, randomBytes } from 'node:crypto';
import { systemStatesContract } from '@yimen/adapter/contract';
import { createKeyring } from '@yimen/personal-data';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll } from 'vitest';
import { createSystemStates } from './states.ts';

const secret = () => createSecretKey(randomBytes(32));
const keyring = createKeyring({ master: secret(), masterKid: '1', blindIndexKey: secret() });
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
    states: createSystemStates(store, keyring, () => now),
    advance: (ms) => {
      now += ms;
    },
  };
});

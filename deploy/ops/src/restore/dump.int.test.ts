import { connectStore } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { requireEmpty } from './dump.ts';

describe('a server that holds any database', () => {
  it('is no place for a restore, whatever the name: a dump holds all that its server had', async () => {
    const database = uniqueDatabase('stranger');
    const store = await connectStore({ url: servers.mongodbUrl, database, poolSize: 1 });
    try {
      await store.collection<{ _id: string }>('things').insertOne({ _id: 'one' });
      await expect(requireEmpty({ mongodbUrl: servers.mongodbUrl })).rejects.toThrow(database);
    } finally {
      await store.db.dropDatabase();
      await store.close();
    }
  });
});

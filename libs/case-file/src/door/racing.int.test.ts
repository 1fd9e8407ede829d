import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldHistory, verifyHistory } from '../history/verify.ts';
import { createMongoStore } from '../store/mongo/mongo-store.ts';
import { permit } from '../testing/permit.ts';
import type { Race, Raced } from '../testing/processes/racer.ts';
import { runProcess } from '../testing/processes/run.ts';

const DOCUMENTS = 4;
const COMMANDS = 120;
let store: Store;

beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('racing') });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

describe('processes that race on the same documents', () => {
  it('lose no update, and each is told the truth about its own', async () => {
    const race = {
      url: servers.mongodbUrl,
      database: store.database,
      documents: DOCUMENTS,
      commands: COMMANDS,
      lanes: 16,
    };
    const ended = await Promise.all(
      ['a', 'b', 'c'].map((name) => runProcess('racer', { ...race, name } satisfies Race)),
    );
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    const reports = ended.map(({ said }) => JSON.parse(said) as Raced);

    const claimed = reports.flatMap(({ endorsed }) => endorsed.map((pair) => pair.join('/'))).toSorted();
    expect(claimed).toEqual(Array.from({ length: COMMANDS }, (_, i) => `p${i % DOCUMENTS}/dep-${i}`).toSorted());
    expect(reports.reduce((sum, { refused }) => sum + refused, 0)).toBe(2 * COMMANDS);
    // one rename per document found revision 1; all others are told that it has moved
    expect(reports.reduce((sum, { revisionMismatches }) => sum + revisionMismatches, 0)).toBe(3 * COMMANDS - DOCUMENTS);

    const files = await createMongoStore(store, permit.name);
    for (let i = 0; i < DOCUMENTS; i++) {
      const [file] = await files.load([`p${i}`]);
      const history = await files.history(`p${i}`);
      expect(file && verifyHistory({ id: file._id, history, head: file.head })).toBeUndefined();
      expect(foldHistory(permit, history)).toEqual(file?.state);
      const causes = history.flatMap(({ cause }) => ('id' in cause ? [cause.id] : []));
      expect(new Set(causes).size).toBe(causes.length - 1); // filing makes two entries
      expect(file?.state['endorsements']).toHaveLength(COMMANDS / DOCUMENTS);
    }
  });
});

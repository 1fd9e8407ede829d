import { setTimeout as pause } from 'node:timers/promises';
import { connectStore, type Store } from '@yimen/store';
import { createLine, eventually, type Line, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaseFiles, createNonces } from '../../door/case-files.ts';
import { verifyHistory } from '../../history/verify.ts';
import { MORNING, officer, permit } from '../../testing/permit.ts';
import type { CaseStore } from '../port.ts';
import { createMongoStore } from './mongo-store.ts';

let direct: Store;
let line: Line;
let behind: Store;

beforeAll(async () => {
  const { host } = new URL(servers.mongodbUrl);
  const [name = '', port = ''] = host.split(':');
  line = await createLine({ host: name, port: Number(port) });
  const database = uniqueDatabase('cut');
  direct = await connectStore({ url: servers.mongodbUrl, database });
  behind = await connectStore({
    url: `mongodb://${line.host}:${line.port}/?directConnection=true`,
    database,
    connectMs: 1_500,
    socketMs: 1_500, // a starved machine must still be able to answer within it
    selectionMs: 1_500,
  });
});
afterAll(async () => {
  await behind.close().catch(() => {});
  await direct.db.dropDatabase();
  await direct.close();
  await line.close();
});

const by = { actor: officer, at: MORNING } as const;
const filesOn = async (store: Store, aggregate: string) => {
  // a line that was just mended may still be cut for its first user
  const caseStore = await eventually(() => createMongoStore(store, aggregate));
  let unknown = 0;
  const counting: CaseStore = {
    ...caseStore,
    write: (operations) =>
      caseStore.write(operations).catch((outage) => {
        unknown += 1;
        throw outage;
      }),
  };
  return {
    caseStore,
    unknown: () => unknown,
    files: createCaseFiles({
      aggregate: permit,
      store: counting,
      nonces: createNonces(`cut-${aggregate}`),
      clocks: { business: () => 0, system: () => performance.now() },
      limits: { commandTimeoutMs: 60_000, answerTimeoutMs: 60_000 },
    }),
  };
};

describe('a connection that is cut while a bulk is under way', () => {
  for (const [how, breaks] of [
    ['its answer is lost', 'muffle'],
    ['it breaks off', 'cut'],
  ] as const)
    it(`is settled truthfully when ${how}: each command is there once, and none is told otherwise`, async () => {
      const { files, unknown } = await filesOn(behind, `permit-${breaks}`);
      const ids = Array.from({ length: 12 }, (_, i) => `p${i}`);
      await Promise.all(
        ids.map((id) => files.handle(id, { step: 'file', title: id, ...by }, { id: 'k' }, { create: true })),
      );

      for (let round = 0; round < 6; round++) {
        const sent = ids.map((id) =>
          files.handle(id, { step: 'endorse', department: `r${round}`, ...by }, { id: `e${round}` }),
        );
        // the requests are on their way by now, or about to be: each round breaks the line at another moment
        for (let turn = 0; turn < round * 2; turn++) await new Promise(setImmediate);
        line[breaks]();
        const [outcomes] = await Promise.all([Promise.all(sent), pause(700).then(line.mend)]);
        expect(outcomes.map((outcome) => 'refusal' in outcome)).not.toContain(true);
      }

      expect(unknown()).toBeGreaterThan(0);
      const watcher = await filesOn(direct, `permit-${breaks}`);
      for (const id of ids) {
        const file = await watcher.files.load(id);
        expect(file?.state.endorsements).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
        expect(file && verifyHistory(file)).toBeUndefined();
      }
      expect(await watcher.caseStore.waiting(1)).toHaveLength(1);
    });

  it('is an outage when it stays cut, and the same cause settles it later', async () => {
    const { files } = await filesOn(behind, 'permit-away');
    const patient = await filesOn(direct, 'permit-away');
    const hasty = createCaseFiles({
      ...files.parts,
      limits: { commandTimeoutMs: 1_500 },
      nonces: createNonces('hasty'),
    });
    line.muffle();
    const command = { step: 'file', title: 'A', ...by } as const;
    await expect(hasty.handle('p1', command, { id: 'k' }, { create: true })).rejects.toThrow('could not be');
    line.mend();
    expect(await patient.files.handle('p1', command, { id: 'k' }, { create: true })).toMatchObject({
      answer: { title: 'A' },
    });
    expect((await patient.files.history('p1')).length).toBe(2);
  });
});

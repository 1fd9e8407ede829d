import { openRestores, recordRestore } from '@yimen/case-file';
import { casesTopic } from '@yimen/contracts';
import { parseCaseNumber } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';
import { connectBroker, type IncomingMessage, readRange } from '@yimen/messaging';
import { type BlockDocument, connectStore, type Store } from '@yimen/store';
import { eventually, servers } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { CASE_ROW } from '../numbers/numbers.ts';

const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'settling-test' });
const MOMENT = '2026-11-22T04:00:00.000Z';
/** A year has begun in the lost time, and nobody was told of its cases. */
const NEW_YEAR = '2027-01-01T01:00:00.000Z';
let store: Store;
let first: TestGateway;
let gateway: TestGateway;
let before: { readonly id: string; readonly number: string };
/** A case that the topics know and the store does not. */
const LOST = 'ABCDEFGHIJKLMNOPQRSTUV';

const serialOf = (number: string): number => {
  const parsed = parseCaseNumber(number);
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return parsed.serial;
};

/** The store is as it was; what the topics know beyond it was written down; the service comes back. */
beforeAll(async () => {
  first = await openGateway();
  before = (await first.post('/cases', 'citizen', paper())).body;
  store = await connectStore({ url: servers.mongodbUrl, database: first.settings.MONGODB_DATABASE });
  const told = [{ target: casesTopic, n: 4 }];
  const cuts = [
    { file: before.id, told },
    { file: LOST, told: [...told, { target: `${LOST}.permit`, n: 1 }] },
  ];
  const restore = { point: MOMENT, at: MOMENT, businessAt: NEW_YEAR, numbers: { '440604:2026': 5_000 } };
  expect(await recordRestore(store, restore, { cuts, voids: ['void'] })).toBe(1);
  gateway = await openGateway(first.shared);
});
afterAll(async () => {
  await store.close();
  await gateway.close();
  await first.close();
});

describe('a gateway whose store was restored', () => {
  it('numbers on above whatever may be on somebody’s receipt', async () => {
    const { number } = (await gateway.post('/cases', 'citizen', paper())).body;
    expect(serialOf(before.number)).toBeLessThan(5_000);
    expect(serialOf(number)).toBeGreaterThan(105_000);
    const newYear = { _id: `${CASE_ROW}440604:2027` };
    expect(await store.collection<BlockDocument>('blocks').findOne(newYear)).toMatchObject({ last: 100_000 });
  });

  it('calls a human for a case that had told more, once, however often it starts', async () => {
    const types = async () =>
      (await gateway.get(`/cases/${before.id}/timeline`, 'centre')).body.entries.map(
        ({ type }: { type: string }) => type,
      );
    expect(await types()).toEqual(['case.submitted', 'case.restored', 'case.human-needed']);
    await gateway.close();
    gateway = await openGateway(first.shared);
    expect(await types()).toHaveLength(3);
  });

  it('tells on above the numbers that the case had told, and which of them are lost', async () => {
    const told = await eventually(async () => {
      const messages: IncomingMessage[] = [];
      await readRange(broker, { topics: [casesTopic], each: (message) => void messages.push(message) });
      const mine = messages.filter(({ key }) => key === before.id).map(({ value }) => JSON.parse(String(value)));
      return mine.length === 2 && mine;
    });
    expect(told).toMatchObject([{ sequence: 1 }, { type: 'case.human-needed', sequence: 5, resumes: 2 }]);
  });

  it('knows which messages nobody stands behind any more, and what lost cases had told', async () => {
    const restores = await openRestores(store);
    expect(restores.last).toMatchObject({ epoch: 1, point: MOMENT });
    expect(['void', 'other'].map(restores.isVoid)).toEqual([true, false]);
    expect(restores.toldBefore(LOST)).toContainEqual({ target: `${LOST}.permit`, n: 1 });
  });
});

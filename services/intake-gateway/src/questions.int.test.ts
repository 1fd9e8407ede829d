import { randomUUID } from 'node:crypto';
import { connectStore, type Document, type Store } from '@yimen/store';
import { eventually, servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue/catalogue.ts';
import { createPublicationIntake, publicationsOf } from './catalogue/publications.ts';
import { openDepartments, type TestDepartments } from './fixtures/department.fixture.ts';
import { openGateway, type TestGateway } from './fixtures/gateway.fixture.ts';
import { publications } from './fixtures/items.fixture.ts';
import { type Person, paper } from './fixtures/people.fixture.ts';
import { namesUpload } from './materials/upload.ts';

const PROFILE_BYTES = 64 * 1_024 * 1_024;
const PATIENCE = { tries: 120, pauseMs: 500 };

/** What the gateway asks, as `<collection> <fields of the filter>`; some only its background asks, from time to time. */
const asked = [
  'blocks _id',
  'case-debts askAt',
  'case-members _id',
  'case-members group until',
  'cases _id',
  'cases _id version',
  'cases find.accept find.division',
  'cases find.accept find.at find.division',
  'cases find.applicant',
  'cases find.applicant find.at',
  'cases find.division find.idNumber',
  'cases find.division find.name',
  'cases find.division find.number',
  'cases find.number',
  'cases find.receiver',
  'cases find.at find.receiver',
  'cases find.at find.division find.status',
  'cases find.division find.status',
  'cases find.at find.division find.window',
  'cases find.division find.window',
  'cases relayAt',
  'cases schemaVersion slot wakeAt',
  'files.chunks files_id',
  'files.chunks files_id n',
  'files.files filename',
  'files.files metadata.loose',
  'publications _id digest',
];

let store: Store;
let gateway: TestGateway;
let departments: TestDepartments;
beforeAll(async () => {
  const database = uniqueDatabase('questions');
  store = await connectStore({ url: servers.mongodbUrl, database, poolSize: 2 });
  await store.db.createCollection('system.profile', { capped: true, size: PROFILE_BYTES });
  await store.db.command({ profile: 2 });
  gateway = await openGateway({ settings: { MONGODB_DATABASE: database } });
  departments = await openDepartments(gateway);
});
afterAll(async () => {
  await departments.close();
  await gateway.close();
  await store.db.command({ profile: 0 });
  await store.close();
});

/** Two pages of a list. */
const page = async (path: string, as: Person): Promise<void> => {
  const first = await gateway.get(`${path}&limit=1`, as);
  expect(first.body.next).toBeDefined();
  expect((await gateway.get(`${path}&limit=1&cursor=${first.body.next}`, as)).status).toBe(200);
};

const upload = async (id: string): Promise<string> => {
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7\n'], { type: 'application/pdf' }), 'a.pdf');
  const headers = { authorization: `Bearer ${gateway.issuer.token('citizen')}`, 'idempotency-key': randomUUID() };
  const response = await fetch(`${gateway.url}/cases/${id}/files`, { method: 'POST', body: form, headers });
  return ((await response.json()) as { fileId: string }).fileId;
};

/** Everything that front ends and departments can ask. */
const askEverything = async (): Promise<void> => {
  const window = '44060401200001-07';
  for (const as of ['citizen', 'clerk'] as const)
    for (let i = 0; i < 3; i++) await gateway.post('/cases', as, paper(as === 'clerk' ? { window } : {}));
  const { id, number, queryPassword } = (await gateway.post('/cases', 'citizen', paper())).body;
  const drafts = [];
  for (let i = 0; i < 2; i++) drafts.push((await gateway.post('/cases', 'helper', paper({ as: 'draft' }))).body.id);
  const own = (await gateway.post('/cases', 'citizen', paper({ as: 'draft' }))).body.id;
  const fileId = await upload(own);
  const headers = { authorization: `Bearer ${gateway.issuer.token('citizen')}` };
  expect((await fetch(`${gateway.url}/cases/${own}/files/${fileId}`, { headers })).status).toBe(200);

  await page('/cases?mine=true', 'citizen');
  await page('/cases?mine=true', 'clerk');
  await page(`/cases?window=${window}`, 'clerk');
  await page('/cases?acceptance=mine', 'centre');
  await page('/cases?status=draft', 'helper');
  await askFromVillage();
  for (const body of [{ number }, { idNumber: '440604199003071236' }, { name: '王小明' }])
    expect((await gateway.ask('post', '/cases/search', { as: 'clerk', body })).body.cases).not.toEqual([]);
  expect((await gateway.ask('post', '/tracking', { body: { number, password: queryPassword } })).status).toBe(200);
  for (const part of ['', '/timeline']) await gateway.get(`/cases/${id}${part}`, 'citizen');
  await gateway.get(`/results/${id}`, 'citizen');

  const joint = (await gateway.post('/cases', 'citizen', paper({ item: 'certificate' }))).body.id;
  await gateway.post(`/cases/${joint}/accept`, 'handler');
  const [branch] = (await gateway.get(`/cases/${joint}`, 'citizen')).body.branches;
  await departments.told(joint, branch.key, 'branch.opened');
  await departments.send(branch.domain, [
    departments.opened(joint, branch.key),
    departments.decided(joint, branch.key),
  ]);
  await gateway.get(`/cases/${joint}?until=ended`, 'citizen', { prefer: 'wait=30' });
  const take = createPublicationIntake(publicationsOf(store), createCatalogue());
  const place = { topic: 'items.v1', partition: 0, offset: '0', key: '', headers: {}, timestamp: 0 };
  for (const event of publications({ ...gateway.gatewayKey })) await take([{ ...place, event }]);
  await gateway.parts.files.sweep(Date.now() + 86_400_000, namesUpload(gateway.parts.cases));
};

/** A village's officer asks; most of what is there is not theirs. */
const askFromVillage = async (): Promise<void> => {
  const name = '何村民';
  const applicant = { kind: 'person', name, idNumber: '440604199003071236' };
  for (const division of ['440604012200', '440604011001'])
    for (let i = 0; i < 3; i++) await gateway.post('/cases', 'citizen', paper({ division, applicant }));
  for (let i = 0; i < 3; i++)
    await gateway.post('/cases', 'village', paper({ as: 'draft', division: '440604012200', applicant }));
  await page('/cases?status=draft', 'village');
  await page('/cases?status=submitted', 'village');
  expect((await gateway.ask('post', '/cases/search', { as: 'village', body: { name } })).body.cases).toHaveLength(6);
};

const planned = (): Promise<Document[]> =>
  store.db
    .collection('system.profile')
    .find({ planSummary: { $exists: true }, ns: { $not: /\.system\./ } })
    .toArray();

const filterOf = ({ command }: Document): Document => {
  const { filter, query, q, pipeline, originatingCommand } = command;
  return (
    filter ??
    query ??
    q ??
    pipeline?.[0]?.$match ??
    (originatingCommand ? filterOf({ command: originatingCommand }) : {})
  );
};
const fieldsOf = (filter: Document): string[] =>
  Object.entries(filter).flatMap(([field, value]) => {
    if (field === '$and') return (value as Document[]).flatMap(fieldsOf);
    return field === '$or' ? [] : [field];
  });
const shapeOf = (one: Document): string => {
  const collection = String(one['ns']).split('.').slice(1).join('.');
  return [collection, ...new Set(fieldsOf(filterOf(one)).toSorted())].join(' ');
};
/** What is read whole on purpose: the catalogue at each start, and GridFS' look whether its bucket is empty. */
const readWhole = (one: Document): boolean =>
  Object.keys(filterOf(one)).length === 0 && (shapeOf(one) === 'publications' || one['docsExamined'] <= 1);

describe('every question that the gateway asks its database', () => {
  it('is served by an index, and sorted by it', async () => {
    await askEverything();
    const seen = await eventually(async () => {
      const all = await planned();
      expect([...new Set(all.map(shapeOf))]).toEqual(expect.arrayContaining(asked));
      return all;
    }, PATIENCE);
    const unserved = seen.filter(
      (one) => (/COLLSCAN/.test(one['planSummary']) || one['hasSortStage']) && !readWhole(one),
    );
    expect(unserved.map((one) => `${shapeOf(one)}: ${one['planSummary']} ${JSON.stringify(one['command'])}`)).toEqual(
      [],
    );
  });

  it('fetches nothing that is outside the scope of who asks, wherever its page begins', async () => {
    const scoped = (await planned()).filter((one) => shapeOf(one).includes('find.division') && one['op'] === 'query');
    expect(scoped.length).toBeGreaterThan(8);
    const fetched = scoped.map((one) => [shapeOf(one), one['docsExamined'] - one['nreturned']] as const);
    expect(fetched.filter(([, more]) => more > 0)).toEqual([]);
  });

  it('would be seen without one', async () => {
    const cases = store.collection('cases');
    await cases.find({ 'find.division': 'x' }).toArray();
    await cases.find({ 'find.applicant': 'x' }).sort({ 'find.name': 1 }).toArray();
    const seen = (await planned()).filter((one) => shapeOf(one) === 'cases find.division' || one['hasSortStage']);
    expect(seen.map((one) => [one['planSummary'].split(' ')[0], one['hasSortStage'] ?? false])).toEqual([
      ['COLLSCAN', false],
      ['IXSCAN', true],
    ]);
  });
});

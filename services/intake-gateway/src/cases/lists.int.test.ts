import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { type Person, paper } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const idsOf = ({ body }: { body: { cases: readonly { id: string }[] } }): readonly string[] =>
  body.cases.map(({ id }) => id);

/** All pages of a list. */
const allPages = async (path: string, as: Person): Promise<readonly string[]> => {
  const found: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await gateway.get(`${path}&limit=2${cursor}`, as);
    found.push(...idsOf(page));
    if (page.body.next === undefined) return found;
    cursor = `&cursor=${page.body.next}`;
  }
};

describe('lists of cases', () => {
  it('come in pages that neither repeat nor leave out, also of cases of one instant', async () => {
    const window = '44060401200001-07';
    const filed: string[] = [];
    for (let i = 0; i < 7; i++) filed.push((await gateway.post('/cases', 'clerk', paper({ window }))).body.id);
    const listed = await allPages(`/cases?window=${window}`, 'clerk');
    expect(listed.toSorted()).toEqual(filed.toSorted());
    expect(listed).toHaveLength(7);
  });

  it('show each caller their own', async () => {
    const own = (await gateway.post('/cases', 'neighbour', paper())).body.id;
    expect(await allPages('/cases?mine=true', 'neighbour')).toEqual([own]);
    expect(await allPages('/cases?mine=true', 'village')).toEqual([]);
  });

  it('show officers what waits for their acceptance, oldest first, inside their scope', async () => {
    const centre = (await gateway.post('/cases', 'citizen', paper())).body.id;
    const department = (await gateway.post('/cases', 'citizen', paper({ item: 'certificate' }))).body.id;
    const forCentre = await allPages('/cases?acceptance=mine', 'centre');
    expect(forCentre).toContain(centre);
    expect(forCentre).not.toContain(department);
    expect(await allPages('/cases?acceptance=mine', 'handler')).toEqual([department]);
    for (const nobody of ['elsewhere', 'clerk'] as const)
      expect(await allPages('/cases?acceptance=mine', nobody)).toEqual([]);
    await gateway.post(`/cases/${centre}/accept`, 'centre');
    expect(await allPages('/cases?acceptance=mine', 'centre')).not.toContain(centre);
  });

  it('by status are for officers of the scope, and drafts for who keeps them and who helps', async () => {
    const village = (await gateway.post('/cases', 'village', paper({ division: '440604012200', as: 'draft' }))).body.id;
    expect(await allPages('/cases?status=draft', 'village')).toEqual([village]);
    expect(await allPages('/cases?status=draft', 'clerk')).toEqual([]);
    expect(await allPages('/cases?status=draft', 'helper')).toContain(village);
    expect((await gateway.get(`/cases/${village}`, 'clerk')).status).toBe(404);
    expect(await allPages('/cases?status=draft', 'elsewhere')).toEqual([]);
    expect((await gateway.get('/cases?status=draft', 'citizen')).status).toBe(403);
  });

  it('are asked for one at a time, with cursors of ours', async () => {
    expect((await gateway.get('/cases', 'citizen')).body.type).toContain('list-unclear');
    expect((await gateway.get('/cases?mine=true&status=draft', 'clerk')).body.type).toContain('list-unclear');
    expect((await gateway.get('/cases?mine=true&cursor=bm9uc2Vuc2U', 'citizen')).body.type).toContain('cursor-invalid');
    expect((await gateway.get('/cases?mine=true&limit=1000', 'citizen')).status).toBe(400);
  });
});

describe('a search', () => {
  it('finds a case by number, identity number or name, in the officer’s scope', async () => {
    const applicant = { kind: 'person', name: '欧阳 锋', idNumber: '11010519491231002X' };
    const filed = (await gateway.post('/cases', 'clerk', paper({ applicant }))).body;
    const search = (as: Person, body: object) => gateway.ask('post', '/cases/search', { as, body });
    for (const body of [
      { number: filed.number.replaceAll('-', '') },
      { idNumber: '11010519491231002x' },
      { name: '欧阳锋' },
    ]) {
      expect(idsOf(await search('clerk', body))).toEqual([filed.id]);
      expect(idsOf(await search('elsewhere', body))).toEqual([]);
      expect(idsOf(await search('village', body))).toEqual([]);
    }
    expect((await search('clerk', { number: '440604-2026-0000001-00' })).body.type).toContain('case-number-invalid');
    expect((await search('clerk', {})).status).toBe(400);
    expect((await search('citizen', { name: '欧阳锋' })).status).toBe(403);
  });
});

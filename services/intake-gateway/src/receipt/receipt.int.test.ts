import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** Cases in the store, to see that nothing was half-written. */
const stored = async (): Promise<number> =>
  (
    await gateway.parts.cases.find({
      where: { status: { gte: '' } },
      sort: { at: -1, division: -1 },
      limit: 1_000,
      fields: [],
    })
  ).length;

describe('a case that a citizen files', () => {
  it('is received with a number, a password, and the day by which it is accepted', async () => {
    const filed = await gateway.post('/cases', 'citizen', paper());
    expect(filed.status).toBe(201);
    expect(filed.headers['location']).toBe(`/cases/${filed.body.id}`);
    expect(filed.body).toMatchObject({
      status: 'submitted',
      receivedOn: '2026-03-02',
      acceptanceDueOn: '2026-03-09',
      dueOn: '2026-03-09',
      provisional: true,
      number: expect.stringMatching(/^440604-2026-\d{7}-\d{2}$/),
      queryPassword: expect.stringMatching(/^\d{8}$/),
    });
  });

  it('shows the applicant their own data in clear, and officers of the scope a mask', async () => {
    const { id } = (await gateway.post('/cases', 'citizen', paper())).body;
    const own = await gateway.get(`/cases/${id}`, 'citizen');
    expect(own.body.applicant).toMatchObject({ name: '王小明', phone: '13800138000', masked: false });
    expect(own.body.form).toEqual({ purpose: '开办小店', mobile: '13912345678' });
    expect(own.body.queryPassword).toMatch(/^\d{8}$/);
    const seen = await gateway.get(`/cases/${id}`, 'clerk');
    expect(seen.body.applicant).toMatchObject({
      name: '王**',
      idNumber: '440604********1236',
      phone: '138****8000',
      masked: true,
    });
    expect(seen.body.form.mobile).toBe('139****5678');
    expect(seen.body.queryPassword).toBeUndefined();
  });

  it('does not exist for others, elsewhere, or below', async () => {
    const { id } = (await gateway.post('/cases', 'citizen', paper())).body;
    for (const other of ['neighbour', 'elsewhere', 'village', 'service'] as const)
      expect((await gateway.get(`/cases/${id}`, other)).status).toBe(404);
    expect((await gateway.get(`/cases/${'x'.repeat(22)}`, 'citizen')).status).toBe(404);
  });

  it('holds nothing personal in the store that can be read', async () => {
    const { id } = (await gateway.post('/cases', 'citizen', paper())).body;
    const file = JSON.stringify(await gateway.parts.cases.parts.load(id));
    for (const secret of ['王小明', '440604199003071236', '13800138000', '13912345678', '祖庙路'])
      expect(file).not.toContain(secret);
  });
});

describe('the same key', () => {
  it('gives the first answer again, also at once from several sides, and files one case', async () => {
    const key = 'one-intent-one-key';
    const before = await stored();
    const answers = await Promise.all([1, 2, 3].map(() => gateway.post('/cases', 'citizen', paper(), { key })));
    const again = await gateway.post('/cases', 'citizen', paper(), { key });
    expect(new Set([...answers, again].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await stored()).toBe(before + 1);
  });

  it('is another intent for another caller, and a mistake with another body', async () => {
    const key = 'the-same-key-again';
    const first = await gateway.post('/cases', 'citizen', paper(), { key });
    expect((await gateway.post('/cases', 'neighbour', paper(), { key })).body.id).not.toBe(first.body.id);
    const other = await gateway.post('/cases', 'citizen', paper({ window: '1' }), { key });
    expect(other.status).toBe(422);
    expect(other.body.type).toBe('urn:yimen:problem:idempotency-key-reused');
  });

  it('gives the first answer even when the same request would be refused by now', async () => {
    const key = 'item-was-there-then';
    const first = await gateway.post('/cases', 'citizen', paper(), { key });
    const refusedNow = await gateway.post('/cases', 'citizen', paper({ item: 'no-such-item' }), { key });
    expect(refusedNow.status).toBe(422); // another body under the key of a case that stands
    expect((await gateway.post('/cases', 'citizen', paper(), { key })).body).toEqual(first.body);
  });
});

describe('a bad paper', () => {
  it.each([
    [{ item: 'no-such-item' }, 404, 'item-unknown', '/item'],
    [{ item: 'shop-seal' }, 422, 'item-not-standalone', '/item'],
    [{ division: '4406' }, 422, 'division-invalid', '/division'],
    [{ division: '110101' }, 422, 'division-not-served', '/division'],
    [{ division: '440605012' }, 422, 'division-not-served', '/division'],
    [{ division: 'x' }, 400, 'request-invalid', '/division'],
    [{ form: { purpose: '开办小店' } }, 422, 'form-invalid', '/form/mobile'],
    [{ form: { purpose: '开办小店', mobile: '13912345678', more: 1 } }, 422, 'form-invalid', '/form/more'],
    [
      { applicant: { kind: 'person', name: '王', idNumber: '440604199003071230' } },
      422,
      'resident-id-invalid',
      '/applicant/idNumber',
    ],
    [{ materials: [] }, 422, 'materials-missing', '/materials'],
    [
      { materials: [{ code: 'application', form: 'electronic', fileId: 'f'.repeat(22) }] },
      422,
      'material-file-unknown',
      '/materials/0/fileId',
    ],
    [{ unknown: true }, 400, 'request-invalid', '/unknown'],
  ])(
    'is refused with the field that is wrong and leaves nothing behind: %j',
    async (differing, status, reason, pointer) => {
      const before = await stored();
      const refused = await gateway.post('/cases', 'citizen', paper(differing));
      expect(refused.status).toBe(status);
      expect(refused.body.type).toBe(`urn:yimen:problem:${reason}`);
      expect(refused.body.errors[0].pointer).toBe(pointer);
      expect(await stored()).toBe(before);
    },
  );

  it('is answered in Chinese first, and never repeats what may be personal', async () => {
    const wrong = paper({ applicant: { kind: 'person', name: '王', idNumber: '440604199003071230' } });
    const refused = await gateway.post('/cases', 'citizen', wrong, { headers: { 'accept-language': 'zh-CN' } });
    expect(refused.body.title).toBe('公民身份号码有误');
    expect(JSON.stringify(refused.body)).not.toContain('44060419900307123');
  });

  it('names everything that is missing at once', async () => {
    const wanting = paper({
      materials: [],
      form: { purpose: '开办小店', mobile: '13912345678', staff: [{ name: '李' }, { name: '张' }] },
    });
    const refused = await gateway.post('/cases', 'citizen', wanting, { headers: { 'accept-language': 'zh' } });
    expect(refused.body).toMatchObject({
      detail: '缺少：申请书、花名册',
      params: { materials: ['application', 'staff-list'] },
    });
  });
});

describe('a name that nobody could print', () => {
  it.each(['   ', '王\u0000明', '王\u001b[31m明'])('is refused, and points at its field: %j', async (name) => {
    const applicant = { kind: 'person', name, idNumber: '440604199003071236' };
    const { status, body } = await gateway.post('/cases', 'citizen', paper({ applicant }));
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ in: 'body', pointer: '/applicant/name' }]);
  });
});

describe('an officer at a window', () => {
  it('files for somebody, who then sees the case by their own login', async () => {
    const applicant = { kind: 'person', name: '王小明', idNumber: '440604199003071236', subject: 'citizen' };
    const filed = await gateway.post('/cases', 'clerk', paper({ applicant, window: '44060401200001-03' }));
    expect(filed.status).toBe(201);
    expect((await gateway.get(`/cases/${filed.body.id}`, 'citizen')).body.applicant.masked).toBe(false);
  });

  it('may not accept as a contractor, nor file outside the scope, nor without the role', async () => {
    expect((await gateway.post('/cases', 'clerk', paper({ accept: true }))).body.type).toContain('step-not-yours');
    expect((await gateway.post('/cases', 'elsewhere', paper())).body.type).toContain('division-out-of-scope');
    expect((await gateway.post('/cases', 'handler', paper())).body.type).toContain('step-not-yours');
    expect((await gateway.post('/cases', 'service', paper())).body.type).toContain('caller-kind');
  });

  it('takes receipt and acceptance in one write where the item lets the centre accept', async () => {
    const filed = await gateway.post('/cases', 'centre', paper({ item: 'sign-in', accept: true }));
    expect(filed.body).toMatchObject({ status: 'accepted', acceptedOn: '2026-03-02' });
    const { entries } = (await gateway.get(`/cases/${filed.body.id}/timeline`, 'centre')).body;
    expect(entries.map(({ type }: { type: string }) => type)).toEqual([
      'case.submitted',
      'case.accepted',
      'branch.opened',
    ]);
    expect(entries[1]).toMatchObject({ law: '行政许可法 32(1)(5)', by: { kind: 'officer', name: '受理员' } });
  });
});

describe('a firm’s agent', () => {
  it('files for their own organisation only', async () => {
    const firm = (idNumber: string) => paper({ applicant: { kind: 'organisation', name: '某公司', idNumber } });
    expect((await gateway.post('/cases', 'agent', firm('91440604MA4W12346R'))).status).toBe(201);
    expect((await gateway.post('/cases', 'agent', firm('91350100M000100Y43'))).body.type).toContain(
      'not-your-organisation',
    );
  });

  it('files for no person: the token shows a mandate of the firm alone', async () => {
    for (const as of ['submitted', 'draft']) {
      const { status, body } = await gateway.post('/cases', 'agent', paper({ as }));
      expect([status, body]).toMatchObject([
        403,
        { type: 'urn:yimen:problem:agent-for-firm-only', errors: [{ pointer: '/applicant/kind' }] },
      ]);
    }
  });
});

describe('a draft', () => {
  const draft = async () => gateway.post('/cases', 'citizen', paper({ as: 'draft', form: {}, materials: [] }));

  it('is changed on its last revision only, part by part, and then handed in', async () => {
    const filed = await draft();
    const { id } = filed.body;
    const tag = filed.headers['etag'] ?? '';
    expect(filed.body.number).toBeUndefined();
    const form = { purpose: '开办小店', mobile: '13912345678' };
    const missing = await gateway.ask('patch', `/cases/${id}`, { as: 'citizen', body: { form } });
    expect(missing.status).toBe(428);
    const edited = await gateway.ask('patch', `/cases/${id}`, {
      as: 'citizen',
      body: { form },
      headers: { 'if-match': tag },
    });
    expect(edited.status).toBe(200);
    const stale = await gateway.ask('patch', `/cases/${id}`, {
      as: 'citizen',
      body: { form },
      headers: { 'if-match': tag },
    });
    expect(stale.status).toBe(412);
    expect((await gateway.post(`/cases/${id}/submit`, 'citizen')).body.type).toContain('materials-missing');
    const materials = [{ code: 'application', form: 'paper' }];
    await gateway.ask('patch', `/cases/${id}`, {
      as: 'citizen',
      body: { materials },
      headers: { 'if-match': edited.headers['etag'] ?? '' },
    });
    const submitted = await gateway.post(`/cases/${id}/submit`, 'citizen');
    expect(submitted.body).toMatchObject({ status: 'submitted', queryPassword: expect.any(String) });
    const read = await gateway.get(`/cases/${id}`, 'citizen');
    expect(read.body).toMatchObject({ form, materials, applicant: { name: '王小明' } });
  });

  it('keeps what was not given, also the personal part of it', async () => {
    const filed = await draft();
    const applicant = { kind: 'person', name: '李四', idNumber: '440605198802295676' };
    const headers = { 'if-match': filed.headers['etag'] ?? '' };
    await gateway.ask('patch', `/cases/${filed.body.id}`, { as: 'citizen', body: { applicant }, headers });
    const read = await gateway.get(`/cases/${filed.body.id}`, 'citizen');
    expect(read.body.applicant).toMatchObject({ name: '李四', idNumber: '440605198802295676' });
    expect(read.body.form).toEqual({});
  });

  it('answers a repeated change as the first time', async () => {
    const filed = await draft();
    const asked = {
      as: 'citizen',
      body: { materials: [] },
      key: 'change-once-key',
      headers: { 'if-match': filed.headers['etag'] ?? '' },
    } as const;
    const first = await gateway.ask('patch', `/cases/${filed.body.id}`, asked);
    const again = await gateway.ask('patch', `/cases/${filed.body.id}`, asked);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
  });
});

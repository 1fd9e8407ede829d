import { eventually } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const file = async (differing: object = {}): Promise<string> =>
  (await gateway.post('/cases', 'citizen', paper(differing))).body.id;
const stepsOf = async (id: string, as: 'citizen' | 'centre' | 'clerk' | 'handler'): Promise<string[]> =>
  (await gateway.get(`/cases/${id}`, as)).body.steps.map(({ step }: { step: string }) => step);

describe('a received case', () => {
  it('lists for each caller the steps that the caller may take now', async () => {
    const id = await file();
    expect(await stepsOf(id, 'citizen')).toEqual(['withdraw']);
    expect(await stepsOf(id, 'centre')).toEqual(['accept', 'request-correction', 'refuse', 'withdraw']);
    expect(await stepsOf(id, 'clerk')).toEqual(['withdraw']);
    const department = await file({ item: 'certificate' });
    expect(await stepsOf(department, 'handler')).toEqual(['accept', 'request-correction', 'refuse']);
    expect(await stepsOf(department, 'centre')).toEqual(['withdraw']);
  });

  it('is accepted by whoever the item names, and nobody else', async () => {
    const id = await file({ item: 'certificate' });
    expect((await gateway.post(`/cases/${id}/accept`, 'centre')).body.type).toContain('step-not-yours');
    expect((await gateway.post(`/cases/${id}/accept`, 'citizen')).body.type).toContain('caller-kind');
    const accepted = await gateway.post(`/cases/${id}/accept`, 'handler');
    expect(accepted.body).toMatchObject({ status: 'accepted', acceptedOn: '2026-03-02', provisional: false });
    expect((await gateway.post(`/cases/${id}/accept`, 'handler')).body.type).toContain('step-not-allowed');
  });

  it('is corrected once: told everything, changed, handed in again', async () => {
    const id = await file();
    const lacks = [
      { what: '申请书未签名', material: 'application' },
      { what: '电话有误', pointer: '/mobile' },
    ];
    const asked = await gateway.post(`/cases/${id}/request-correction`, 'centre', { lacks });
    expect(asked.body.status).toBe('correcting');
    expect(await stepsOf(id, 'citizen')).toEqual(['edit', 'correct', 'withdraw']);
    const read = await gateway.get(`/cases/${id}`, 'citizen');
    expect(read.body.correction).toMatchObject({ askedOn: '2026-03-02', lacks });
    expect((await gateway.get(`/cases/${id}`, 'clerk')).body.correction).toMatchObject({ lacks });
    expect((await gateway.get(`/cases/${id}`, 'supervisor')).body.correction.lacks).toEqual(
      lacks.map((lack) => ({ ...lack, what: '***' })),
    );
    const form = { purpose: '开办小店', mobile: '13712345678' };
    await gateway.ask('patch', `/cases/${id}`, {
      as: 'citizen',
      body: { form },
      headers: { 'if-match': read.headers['etag'] ?? '' },
    });
    const corrected = await gateway.post(`/cases/${id}/correct`, 'citizen');
    expect(corrected.body).toMatchObject({ status: 'submitted', acceptanceDueOn: '2026-03-09' });
    const again = await gateway.post(`/cases/${id}/request-correction`, 'centre', { lacks });
    expect(again.status).toBe(409);
    expect(again.body.type).toContain('step-done-before');
  });

  it('is refused in writing, with the law and the remedies, for the applicant to read', async () => {
    const id = await file();
    expect((await gateway.post(`/cases/${id}/refuse`, 'centre', { reason: '不符' })).status).toBe(400);
    const refusal = { reason: '不属于本机关职权范围', law: '行政许可法 32(1)(2)', remedies: '六十日内可申请行政复议' };
    expect((await gateway.post(`/cases/${id}/refuse`, 'centre', refusal)).body.status).toBe('not-accepted');
    expect((await gateway.get(`/cases/${id}`, 'citizen')).body).toMatchObject({
      status: 'not-accepted',
      refusal,
      steps: [],
    });
    expect((await gateway.get(`/cases/${id}`, 'supervisor')).body.refusal).toEqual({
      reason: '***',
      law: refusal.law,
      remedies: '***',
    });
  });

  it('is withdrawn at once while nobody has accepted it', async () => {
    const id = await file();
    expect((await gateway.post(`/cases/${id}/withdraw`, 'citizen', { reason: '不办了' })).body.status).toBe(
      'withdrawn',
    );
    expect((await gateway.get(`/cases/${id}`, 'citizen')).body.withdrawal).toEqual({ reason: '不办了' });
    const silent = await file();
    expect((await gateway.post(`/cases/${silent}/withdraw`, 'citizen')).body.status).toBe('withdrawn');
    expect((await gateway.get(`/cases/${silent}`, 'citizen')).body.withdrawal).toBeUndefined();
  });

  it('keeps what was noted to its materials, for those who act on it', async () => {
    const materials = [{ code: 'application', form: 'paper', note: '原件在王小明处' }];
    const id = await file({ materials });
    const notesFor = async (as: 'citizen' | 'clerk' | 'supervisor') =>
      (await gateway.get(`/cases/${id}`, as)).body.materials;
    expect(await notesFor('citizen')).toEqual(materials);
    expect(await notesFor('clerk')).toEqual(materials);
    expect(await notesFor('supervisor')).toEqual([{ code: 'application', form: 'paper', note: '***' }]);
  });

  it('is accepted on the revision that the officer saw, when the officer says so', async () => {
    const filed = await gateway.post('/cases', 'citizen', paper());
    const stale = await gateway.post(`/cases/${filed.body.id}/accept`, 'centre', undefined, {
      headers: { 'if-match': '"r99"' },
    });
    expect(stale.status).toBe(412);
    const seen = await gateway.post(`/cases/${filed.body.id}/accept`, 'centre', undefined, {
      headers: { 'if-match': filed.headers['etag'] ?? '' },
    });
    expect(seen.status).toBe(200);
  });
});

describe('a case that nobody answers for five working days', () => {
  it('is accepted by law from the day it was received', async () => {
    const id = await file();
    expect((await gateway.post('/clock/advance', 'citizen', { seconds: 60 })).status).toBe(403);
    expect((await gateway.post('/clock/advance', 'clerk', { seconds: 60 })).body.type).toContain('step-not-yours');
    const slip = await gateway.post('/clock/advance', 'operator', { to: '9999-12-31T00:00:00.000Z' });
    expect(slip.body.type).toContain('clock-too-far');
    const moved = await gateway.post('/clock/advance', 'operator', { to: '2026-03-09T16:00:01.000Z' });
    expect(moved.body).toMatchObject({ today: '2026-03-10', workingDay: true, mode: 'demo' });
    const accepted = await eventually(async () => {
      const { body } = await gateway.get(`/cases/${id}`, 'citizen');
      return body.status === 'accepted' && body;
    });
    expect(accepted.acceptance).toMatchObject({ by: 'law', acceptedOn: '2026-03-02' });
    expect(accepted.clock).toMatchObject({ startedOn: '2026-03-02', dueOn: '2026-03-09', remainingDays: -1 });
    const { entries } = (await gateway.get(`/cases/${id}/timeline`, 'citizen')).body;
    expect(entries.find(({ type }: { type: string }) => type === 'case.accepted')).toMatchObject({
      by: { kind: 'system' },
      law: '行政许可法 32(1)(4)',
    });
  });
});

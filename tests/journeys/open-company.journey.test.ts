import { beforeAll, describe, expect, it } from 'vitest';
import { watch } from './src/door.ts';
import { anybody, as, controls } from './src/people.ts';
import {
  accept,
  approveBy,
  branch,
  dossierStep,
  file,
  refuseBy,
  timesIn,
  untilBranch,
  untilPublished,
  untilStatus,
} from './src/steps.ts';
import type { Case, Results } from './src/words.ts';

const LEAD = 'demo-market-regulation';
const read = async (id: string): Promise<Case> => (await as('demo-centre-clerk').get<Case>(`/cases/${id}`)).body;

beforeAll(() =>
  untilPublished([
    'open-company',
    'company-establishment',
    'seal-record',
    'tax-and-invoices',
    'employer-registration',
    'organisation-code-and-statistics',
  ]),
);

/** Files and accepts a company; answers when the lead department has granted the establishment. */
const established = async (): Promise<string> => {
  const { id } = await file('demo-window-clerk', 'open-company');
  await accept(`${LEAD}-handler`, id);
  await approveBy([`${LEAD}-handler`, `${LEAD}-reviewer`], branch(await read(id), 'establishment'));
  await untilBranch(id, 'establishment', 'granted');
  return id;
};

describe('a company opened at one window', () => {
  it('is received, accepted by the lead, handled in parallel and handed over together', async () => {
    const filed = await file('demo-window-clerk', 'open-company');
    expect(filed).toMatchObject({
      status: 'submitted',
      number: expect.stringMatching(/^440604-/),
      queryPassword: expect.any(String),
    });
    const before = await read(filed.id);
    expect(before.branches.map(({ status }) => status)).toEqual(before.branches.map(() => 'waiting'));

    await accept(`${LEAD}-handler`, filed.id);
    const accepted = await read(filed.id);
    expect(accepted.clock).toMatchObject({ dueOn: expect.any(String), remainingDays: expect.any(Number) });
    await approveBy([`${LEAD}-handler`, `${LEAD}-reviewer`], branch(accepted, 'establishment'));
    const licensed = await untilBranch(filed.id, 'establishment', 'granted');
    expect(licensed.outputs?.[0]).toMatchObject({ code: 'business-licence', number: expect.any(String) });

    const open = await read(filed.id);
    await approveBy([`${LEAD}-handler`], branch(open, 'statistics'));
    const closed = await untilStatus(filed.id, 'closed');
    expect(closed.outcome).toBe('granted');
    expect(closed.branches.map(({ status }) => status)).toEqual(closed.branches.map(() => 'granted'));
    expect(await timesIn(filed.id, 'case.closed')).toBe(1);

    const { body: results } = await as('demo-centre-clerk').get<Results>(`/results/${filed.id}`);
    expect(results.heldBack).toEqual([]);
    expect(results.results.map(({ code }) => code)).toContain('business-licence');
  });

  it('is followed without a login by number and query password, and by nobody without them', async () => {
    const { number, queryPassword } = await file('demo-window-clerk', 'open-company');
    const known = await anybody().post('/tracking', { number, password: queryPassword });
    expect(known).toMatchObject({ status: 200, body: { number, status: 'submitted' } });
    const guessed = await anybody().post('/tracking', { number, password: '00000000' });
    expect(guessed.status).toBe(404);
  });

  it('hands nothing over while a branch of the group is open', async () => {
    await controls().put('/control/L06/faults', { mode: 'down' });
    const id = await established();
    await untilBranch(id, 'tax', 'granted');
    const { body } = await as('demo-centre-clerk').get<Results>(`/results/${id}`);
    expect(body.heldBack.length).toBeGreaterThan(0);
    expect(body.results.map(({ code }) => code)).not.toContain('business-licence');
    await controls().put('/control/L06/faults', { mode: 'none' });
    await untilBranch(id, 'seal', 'granted');
    const after = await as('demo-centre-clerk').get<Results>(`/results/${id}`);
    expect(after.body.results.map(({ code }) => code)).toContain('business-licence');
  });

  it('stops when the establishment is refused, and says why and what can be done', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    await accept(`${LEAD}-handler`, id);
    await refuseBy(`${LEAD}-handler`, branch(await read(id), 'establishment'));
    const closed = await untilStatus(id, 'closed');
    expect(closed.outcome).toBe('refused');
    expect(branch(closed, 'establishment')).toMatchObject({
      status: 'refused',
      reason: expect.any(String),
      remedies: expect.anything(),
    });
    expect(closed.branches.filter(({ key }) => key !== 'establishment').map(({ status }) => status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });
});

describe('papers that are not in order', () => {
  it('are corrected once, all told at once, and the case goes on', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    const lacks = [{ what: '章程缺少股东签名' }, { what: '住所证明过期' }];
    const asked = await as(`${LEAD}-handler`).post(`/cases/${id}/request-correction`, { lacks });
    expect(asked).toMatchObject({ status: 200, body: { status: 'correcting' } });
    const corrected = await as('demo-window-clerk').post(`/cases/${id}/correct`);
    expect(corrected).toMatchObject({ status: 200, body: { status: 'submitted' } });
    const again = await as(`${LEAD}-handler`).post<{ type: string }>(`/cases/${id}/request-correction`, { lacks });
    expect(again.status).toBe(409);
    expect(again.body.type).toContain('step-done-before');
    await accept(`${LEAD}-handler`, id);
  });
});

describe('a legacy system that is down for a while', () => {
  it('stops neither the window nor the other branches, and finishes after it is back', async () => {
    await controls().put('/control/L06/faults', { mode: 'down' });
    const id = await established();
    await untilBranch(id, 'tax', 'granted');
    await untilBranch(id, 'insurance', 'granted');
    await file('demo-window-clerk', 'open-company');
    expect(branch(await read(id), 'seal').status).not.toBe('granted');
    await controls().put('/control/L06/faults', { mode: 'none' });
    await untilBranch(id, 'seal', 'granted');
    const ledger = await controls().get<{ entries?: object[] }>('/control/L06/ledger');
    expect(ledger.status).toBe(200);
  });
});

describe('an applicant who withdraws', () => {
  it('before acceptance is let go at once', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    const gone = await as('demo-window-clerk').post(`/cases/${id}/withdraw`, { reason: '不办了' });
    expect(gone).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
  });

  it('while a department decides gets one true answer from every branch', async () => {
    const { id } = await file('demo-window-clerk', 'open-restaurant', {});
    await accept('demo-centre-clerk', id);
    const open = await read(id);
    const [first] = open.branches;
    if (!first) throw new Error('a package without branches');
    await Promise.all([
      dossierStep(`demo-${first.department}-handler`, first, 'approve').catch(() => undefined),
      as('demo-window-clerk').post(`/cases/${id}/withdraw`, { reason: '不办了' }),
    ]);
    const ended = await watch(
      as('demo-centre-clerk'),
      id,
      ({ status }) => status === 'withdrawn' || status === 'closed',
    );
    for (const { status } of ended.branches) expect(['granted', 'withdrawn', 'skipped']).toContain(status);
  });
});

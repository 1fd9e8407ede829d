import { exchangeKey } from '@yimen/adapter';
import { eventually } from '@yimen/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { anybody, as, controls } from './src/people.ts';
import {
  accept,
  approveBy,
  branch,
  dossierThere,
  file,
  readDossier,
  refuseBy,
  timesIn,
  tryStep,
  untilBranch,
  untilPublished,
  untilStatus,
} from './src/steps.ts';
import type { Case, Results } from './src/words.ts';

/** Longer than a withdrawal takes to get through, and shorter than the patience of the adapter. */
const SLOW_MS = 4_000;
const PATIENCE = { tries: 300, pauseMs: 50 };

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

/** How often a system has got the first submission of a branch. */
const submissionsOf = async (system: string, id: string, key: string): Promise<number> => {
  const { body } = await controls().get<{ submissions: { key: string }[] }>(`/control/${system}/ledger`);
  return body.submissions.filter((one) => one.key === exchangeKey(`${id}.${key}`, 1)).length;
};

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
    expect(await submissionsOf('L06', id, 'seal')).toBe(1);
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
    const [first, ...others] = (await read(id)).branches;
    if (!first) throw new Error('a package without branches');
    const handler = `demo-${first.department}-handler`;
    await dossierThere(handler, first);
    const [approved, asked] = await Promise.all([
      tryStep(handler, first, 'approve'),
      as('demo-window-clerk').post(`/cases/${id}/withdraw`, { reason: '不办了' }),
    ]);
    expect(asked.status).toBe(200);
    expect([200, 409]).toContain(approved);
    const decided = approved === 200;
    const ended = await untilStatus(id, decided ? 'closed' : 'withdrawn');
    expect(branch(ended, first.key).status).toBe(decided ? 'granted' : 'withdrawn');
    expect((await readDossier(handler, first)).status).toBe(decided ? 'granted' : 'withdrawn');
    for (const { key } of others) expect(branch(ended, key).status).toBe('withdrawn');
  });

  it('while a submission is on its way gets the answer of the system, which has it once', async () => {
    await controls().put('/control/L06/faults', { mode: 'slow', ms: SLOW_MS, on: 'submit' });
    const id = await established();
    const handler = 'demo-public-security-handler';
    const seal = branch(await read(id), 'seal');
    await dossierThere(handler, seal);
    await eventually(async () => (await readDossier(handler, seal)).exchanges[0]?.status === 'sent', PATIENCE);
    const asked = await as('demo-window-clerk').post(`/cases/${id}/withdraw`, { reason: '不办了' });
    expect(asked).toMatchObject({ status: 200, body: { status: 'withdrawing' } });
    expect(await submissionsOf('L06', id, 'seal')).toBe(0); // not there yet: the race is on

    const ended = await untilStatus(id, 'closed');
    await controls().put('/control/L06/faults', { mode: 'none' });
    expect(await submissionsOf('L06', id, 'seal')).toBe(1);
    for (const of of ended.branches)
      expect([of.key, (await readDossier(`demo-${of.department}-handler`, of)).status]).toEqual([of.key, of.status]);
    // what the system has recorded is not undone by who asked too late
    expect(branch(ended, 'seal').status).toBe('granted');
    expect(branch(ended, 'statistics').status).toBe('withdrawn');
    expect(await timesIn(id, 'case.closed')).toBe(1);
  });
});

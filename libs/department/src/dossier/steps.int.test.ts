import { randomUUID } from 'node:crypto';
import { pending } from '@yimen/adapter';
import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { system, ask, officer, opened, push } = counter;

describe('a step that is asked for twice', () => {
  it('is taken once and answered the same, with the same ETag', async () => {
    const dossier = await opened('stamp');
    const asked = { as: await officer('li'), key: randomUUID(), body: { opinion: '同意' } };
    const first = await ask('post', `/dossiers/${dossier}/approve`, asked);
    const again = await ask('post', `/dossiers/${dossier}/approve`, asked);
    expect(again.body).toEqual(first.body);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    const other = await ask('post', `/dossiers/${dossier}/approve`, { ...asked, body: { opinion: '不同意' } });
    expect(other.status).toBe(422);
  });

  it('is refused when somebody has changed the dossier since', async () => {
    const dossier = await opened('stamp');
    const as = await officer('li');
    const { headers } = await ask('get', `/dossiers/${dossier}`, { as });
    await ask('post', `/dossiers/${dossier}/claim`, { as });
    const late = await ask('post', `/dossiers/${dossier}/approve`, {
      as,
      headers: { 'if-match': String(headers['etag']) },
    });
    expect(late.body).toMatchObject({ status: 412, type: 'urn:yimen:problem:revision-mismatch' });
    const malformed = await ask('post', `/dossiers/${dossier}/approve`, { as, headers: { 'if-match': 'W/"r1"' } });
    expect(malformed.body).toMatchObject({ status: 412, type: 'urn:yimen:problem:revision-mismatch' });
  });
});

describe('a long poll', () => {
  it('is answered when the dossier changes', async () => {
    const dossier = await opened('stamp');
    const as = await officer('li');
    const { headers } = await ask('get', `/dossiers/${dossier}`, { as });
    const news = ask('get', `/dossiers/${dossier}`, {
      as,
      headers: { prefer: 'wait=20', 'if-none-match': String(headers['etag']) },
    });
    await ask('post', `/dossiers/${dossier}/claim`, { as });
    expect((await news).body.holder).toMatchObject({ name: 'li' });
  });

  it('is answered also by what a system says or a clock signals, which no officer edits; a step goes by the old tag', async () => {
    system.answerWith(() => pending(60_000, 'R-news'));
    const dossier = await opened('filed', { word: 'news' });
    const as = await officer('li', { rank: 'director' });
    const { body, headers } = await eventually(async () => {
      const asked = await ask('get', `/dossiers/${dossier}`, { as });
      return asked.body.exchanges[0]?.status === 'pending' && asked;
    });
    expect(body.milestone).toBe('waiting-for-system');
    const known = String(headers['etag']);
    const news = ask('get', `/dossiers/${dossier}`, { as, headers: { prefer: 'wait=20', 'if-none-match': known } });
    await push({ receipt: 'R-news', event: 'n-1', step: { code: '8', title: '第8步', at: '2026-03-02T03:00:00Z' } });
    const { status, headers: told } = await news;
    expect([status, told['etag']]).toEqual([200, expect.not.stringContaining(known)]);
    const again = { as, headers: { 'if-none-match': String(told['etag']) } };
    expect((await ask('get', `/dossiers/${dossier}`, again)).status).toBe(304);
    const extend = await ask('post', `/dossiers/${dossier}/extend`, {
      as,
      body: { reason: '延期' },
      headers: { 'if-match': known },
    });
    expect(extend.status).toBe(200);
  });
});

describe('a refusal', () => {
  it('carries reason, law and remedies to the gateway and stands in the timeline', async () => {
    const dossier = await opened('nod');
    const as = await officer('li');
    const body = { reason: '场所不符合规定', law: '行政许可法 38(2)' };
    expect((await ask('post', `/dossiers/${dossier}/refuse`, { as, body })).body.outcome).toBe('refused');
    const told = await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(told.data).toMatchObject({ outcome: 'refused', law: body.law });
    expect(counter.stage.gateway.unseal(told)).toEqual({
      '/reason': body.reason,
      '/remedies': { zh: expect.stringContaining('行政复议'), en: expect.any(String) },
    });
    const { body: shown } = await ask('get', `/dossiers/${dossier}`, { as });
    expect(shown.decision).toMatchObject({ ...body, remedies: { zh: expect.stringContaining('行政复议') } });
    const timeline = await ask('get', `/dossiers/${dossier}/timeline`, { as });
    expect(timeline.body.entries.at(-1)).toMatchObject({
      type: 'dossier.decided',
      reason: body.reason,
      by: { name: 'li' },
    });
  });

  it('without a reason is a problem that points at the field', async () => {
    const dossier = await opened('nod');
    const problem = await ask('post', `/dossiers/${dossier}/refuse`, { as: await officer('li'), body: { law: 'x' } });
    expect(problem.body).toMatchObject({ status: 400, errors: [{ in: 'body', pointer: '/reason' }] });
  });
});

describe('a withdrawal', () => {
  it('ends an undecided dossier and is answered', async () => {
    const dossier = await opened('nod');
    const [caseId = ''] = dossier.split('.');
    await counter.stage.gateway.withdraw(caseId, 'one');
    await counter.stage.gateway.hears(dossier, 'dossier.withdrawn');
    expect((await ask('post', `/dossiers/${dossier}/approve`, { as: await officer('li') })).status).toBe(409);
  });

  it('that comes before the opening leaves a tombstone', async () => {
    const caseId = counter.stage.gateway.newCase();
    await counter.stage.gateway.withdraw(caseId, 'one');
    await counter.stage.gateway.hears(`${caseId}.one`, 'dossier.withdrawn');
    await counter.stage.gateway.open(caseId, { branch: 'one', item: { code: 'nod', version: 1 } });
    const after = await opened('nod'); // behind it on the same topic
    expect((await ask('get', `/dossiers/${after}`, { as: await officer('li') })).status).toBe(200);
    expect((await ask('get', `/dossiers/${caseId}.one`, { as: await officer('li') })).status).toBe(404);
  });

  it('after the decision is answered as already decided', async () => {
    const dossier = await opened('nod');
    await ask('post', `/dossiers/${dossier}/approve`, { as: await officer('li') });
    await counter.stage.gateway.withdraw(dossier.split('.')[0] ?? '', 'one');
    await counter.stage.gateway.hears(dossier, 'dossier.already-decided', { outcome: 'granted' });
  });
});

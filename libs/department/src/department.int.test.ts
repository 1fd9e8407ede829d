import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { accepted, pending, unintelligible, unreachable } from '@yimen/adapter';
import { compileEventValidators, loadContract } from '@yimen/contracts';
import { expectContract } from '@yimen/http';
import type { JsonObject } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oddSystem } from './testing/odd-system.fixture.ts';
import { openedData } from './testing/opened.ts';
import { type Stage, setStage } from './testing/stage.ts';

const contract = loadContract('department');
const WORD = 'the-word-of-the-test';
const system = oddSystem();
let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    domain: 'household-registration',
    items: fileURLToPath(new URL('testing/items', import.meta.url)),
    adapters: [system.adapter],
    rules: { filed: { submission: ({ form }) => ({ word: form['word'] }) } },
    systems: { L99: { word: WORD } },
  });
});
afterAll(() => stage.close());

interface Asked {
  readonly as: string;
  readonly body?: object;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = async (method: 'get' | 'post' | 'put', path: string, { as, body, key, headers = {} }: Asked) => {
  const request = supertest(stage.url)[method](path).set('authorization', as).set(headers);
  const sent = method === 'get' ? request : request.set('idempotency-key', key ?? randomUUID());
  const response = await (body ? sent.send(body) : sent);
  expectContract(contract, response as never);
  return response;
};
const officer = (subject: string, claims: object = {}) =>
  stage.officer({
    sub: subject,
    department: 'public-security',
    roles: ['handler', 'approver'],
    name: subject,
    ...claims,
  });

const open = (code: string, form: JsonObject = {}, persons?: { form?: JsonObject; applicant?: JsonObject }) =>
  stage.gateway.open(stage.gateway.newCase(), {
    branch: 'one',
    item: { code, version: 1 },
    form,
    ...(persons ? { persons } : {}),
  });
/** Opens a dossier and waits until the gateway has heard of it. */
const opened = async (...given: Parameters<typeof open>) => {
  const dossier = await open(...given);
  await stage.gateway.hears(dossier, 'dossier.opened');
  return dossier;
};
/** Sends a request with so many bytes of body, then asks `/live` on the same connection; the status of both answers. */
const sent = (head: string, bytes: number): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(stage.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status = '']) => status)));
    socket.write(head);
    socket.write(Buffer.alloc(bytes, ' '));
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  });
const push = (body: object) =>
  supertest(stage.url).post('/inbound/L99').set('x-word', WORD).set('content-type', 'application/json').send(body);

describe('a dossier that the gateway opens', () => {
  it('is acknowledged with who has it and until when', async () => {
    const dossier = await open('nod');
    const { data } = await stage.gateway.hears(dossier, 'dossier.opened');
    expect(data).toMatchObject({
      holder: { department: 'public-security', role: 'handler' },
      clock: { startedOn: '2026-03-02', dueOn: '2026-03-05', days: 3 },
    });
  });

  it('can be approved by one call that waits for it, and the decision goes back', async () => {
    const caseId = stage.gateway.newCase();
    const approval = ask('post', `/dossiers/${caseId}.one/approve`, {
      as: await officer('li'),
      headers: { prefer: 'wait=20' },
    });
    await stage.gateway.open(caseId, { branch: 'one', item: { code: 'nod', version: 1 } });
    expect((await approval).body).toMatchObject({ status: 'granted', outcome: 'granted', level: 1 });
    const { data } = await stage.gateway.hears(`${caseId}.one`, 'dossier.decided');
    expect(data).toMatchObject({ outcome: 'granted', decidedBy: { department: 'public-security', name: 'li' } });
  });

  it('shows its form and applicant masked, with the steps that the caller may take', async () => {
    const dossier = await opened(
      'stamp',
      { purpose: '证明', holder: {} },
      {
        form: { '/holder/name': '欧阳小明', '/holder/idNumber': '440604199003071236' },
        applicant: { kind: 'person', name: '张三', idNumber: '440604199003071236' },
      },
    );
    const { body } = await ask('get', `/dossiers/${dossier}`, { as: await officer('li') });
    expect(body).toMatchObject({
      form: { purpose: '证明', holder: { name: '欧阳**', idNumber: '440604********1236' } },
      applicant: { name: '张*' },
      steps: [
        { step: 'claim' },
        { step: 'approve', law: '行政许可法 38(1)' },
        { step: 'refuse' },
        { step: 'stop-clock' },
      ],
    });
  });

  it('is nothing to officers of another department or district, nor to citizens', async () => {
    const dossier = await opened('nod');
    for (const as of [
      await officer('wang', { department: 'taxation' }),
      await officer('wang', { division: '440605' }),
      `Bearer ${await stage.surroundings.token({ sub: 'c', kind: 'citizen' })}`,
    ]) {
      expect((await ask('get', `/dossiers/${dossier}`, { as })).status).toBe(404);
      expect((await ask('post', `/dossiers/${dossier}/approve`, { as })).status).toBe(404);
    }
  });

  it('is to those out of its sight what no dossier is: the same answer after the same wait', async () => {
    const dossier = await opened('nod');
    const missing = `${stage.gateway.newCase()}.one`;
    const outside = [
      await officer('wang', { division: '440605' }),
      await officer('wang', { roles: ['window-clerk'] }),
      `Bearer ${await stage.surroundings.token({ sub: 'c', kind: 'citizen', roles: ['handler'], department: 'public-security', division: '440604', rank: 'director' })}`,
    ];
    const asks = [
      ['get', ''],
      ['get', '/timeline'],
      ['post', '/claim'],
      ['post', '/approve'],
    ] as const;
    for (const as of outside)
      for (const [method, path] of asks) {
        const answers = await Promise.all(
          [dossier, missing].map((id) => ask(method, `/dossiers/${id}${path}`, { as })),
        );
        const [hidden, none] = answers.map(({ status, body: { traceId: _, ...body } }) => ({ status, body }));
        expect(hidden).toEqual(none);
        expect(hidden?.status).toBe(404);
      }
    const [as = ''] = outside;
    const began = performance.now();
    await ask('get', `/dossiers/${dossier}`, { as, headers: { prefer: 'wait=1' } });
    expect(performance.now() - began).toBeGreaterThan(900);
    const again = performance.now();
    await ask('post', `/dossiers/${dossier}/approve`, { as, headers: { prefer: 'wait=1' } });
    expect(performance.now() - again).toBeGreaterThan(900);
  });

  it('waits on the list of those who may take it, and nowhere else', async () => {
    const dossier = await opened('stamp');
    const listed = async (as: string) =>
      (await ask('get', '/work-list?limit=100', { as })).body.dossiers.map(({ id }: { id: string }) => id);
    expect(await listed(await officer('li'))).toContain(dossier);
    expect(await listed(await officer('li', { roles: ['approver'] }))).not.toContain(dossier);
    expect(await listed(await officer('li', { division: '440604100' }))).not.toContain(dossier);
    expect(await listed(await officer('li', { outsourced: true }))).not.toContain(dossier);
  });

  it('passes its levels by different officers of the needed rank', async () => {
    const dossier = await opened('stamp');
    const approve = async (subject: string, rank: string) =>
      ask('post', `/dossiers/${dossier}/approve`, { as: await officer(subject, { rank }) });
    expect((await approve('li', 'section-chief')).body).toMatchObject({ status: 'open', level: 1 });
    expect((await approve('li', 'section-chief')).status).toBe(403);
    expect((await approve('wang', 'officer')).body.type).toBe('urn:yimen:problem:rank-too-low');
    expect((await approve('wang', 'section-chief')).body).toMatchObject({ outcome: 'granted' });
    const told = stage.gateway.heard().filter(({ source }) => source === dossier);
    await stage.gateway.hears(dossier, 'dossier.decided');
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, i) => i + 1));
  });
});

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
    const told = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(told.data).toMatchObject({ outcome: 'refused', law: body.law });
    expect(stage.gateway.unseal(told)).toEqual({
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
    await stage.gateway.withdraw(caseId, 'one');
    await stage.gateway.hears(dossier, 'dossier.withdrawn');
    expect((await ask('post', `/dossiers/${dossier}/approve`, { as: await officer('li') })).status).toBe(409);
  });

  it('that comes before the opening leaves a tombstone', async () => {
    const caseId = stage.gateway.newCase();
    await stage.gateway.withdraw(caseId, 'one');
    await stage.gateway.hears(`${caseId}.one`, 'dossier.withdrawn');
    await stage.gateway.open(caseId, { branch: 'one', item: { code: 'nod', version: 1 } });
    const after = await opened('nod'); // behind it on the same topic
    expect((await ask('get', `/dossiers/${after}`, { as: await officer('li') })).status).toBe(200);
    expect((await ask('get', `/dossiers/${caseId}.one`, { as: await officer('li') })).status).toBe(404);
  });

  it('after the decision is answered as already decided', async () => {
    const dossier = await opened('nod');
    await ask('post', `/dossiers/${dossier}/approve`, { as: await officer('li') });
    await stage.gateway.withdraw(dossier.split('.')[0] ?? '', 'one');
    await stage.gateway.hears(dossier, 'dossier.already-decided', { outcome: 'granted' });
  });
});

describe('messages that are wrong or come again', () => {
  it('of an unknown item are put aside, and the topic goes on', async () => {
    const lost = await open('nobody-knows-it');
    const next = await opened('nod');
    expect(stage.gateway.heard().some(({ source }) => source === lost)).toBe(false);
    expect(next).toBeTruthy();
  });

  it('open one dossier however often they come', async () => {
    const dossier = await opened('nod');
    const { data, sequence } = stage.gateway.heard().find(({ source }) => source === dossier) ?? {};
    expect(sequence).toBe(1);
    const [caseId = ''] = dossier.split('.');
    await stage.gateway.send({
      type: 'branch.opened',
      source: caseId,
      target: dossier,
      sequence: 1,
      data: openedData(caseId, { branch: 'one', item: { code: 'nod', version: 1 } }) as unknown as JsonObject,
    });
    await opened('nod');
    expect(stage.gateway.heard().filter(({ source }) => source === dossier)).toHaveLength(1);
    expect(data).toBeTruthy();
  });

  it('of which one is missing are asked for again', async () => {
    const caseId = stage.gateway.newCase();
    const target = `${caseId}.one`;
    await stage.gateway.send({
      type: 'branch.withdrawal-asked',
      source: caseId,
      target,
      sequence: 2,
      data: { caseId, branch: 'one' },
    });
    const asked = await eventually(() =>
      stage.gateway.heard().find(({ type, target: to }) => type === 'relay.requested' && to === caseId),
    );
    expect(asked.data).toMatchObject({ source: caseId, target, from: 1 });
  });

  it('are told again when the gateway asks', async () => {
    const dossier = await opened('nod');
    const [caseId = ''] = dossier.split('.');
    await stage.gateway.send({
      type: 'relay.requested',
      source: caseId,
      target: dossier,
      sequence: 0,
      data: { source: dossier, target: caseId, from: 1 },
    });
    await eventually(() => stage.gateway.heard().filter(({ source }) => source === dossier).length === 2);
  });
});

describe('a material', () => {
  const PDF = '%PDF-1.7 a plan';
  const openWith = async (sha256: string) => {
    const caseId = stage.gateway.newCase();
    stage.surroundings.file(caseId, 'f1', PDF);
    const material = { code: 'plan', form: 'electronic', fileId: 'f1', mediaType: 'application/pdf', sha256 } as const;
    const dossier = await stage.gateway.open(caseId, {
      branch: 'one',
      item: { code: 'nod', version: 1 },
      materials: [material],
    });
    await stage.gateway.hears(dossier, 'dossier.opened');
    return dossier;
  };
  const read = async (dossier: string, file = 'f1', claims: object = {}) =>
    supertest(stage.url)
      .get(`/dossiers/${dossier}/materials/${file}`)
      .set('authorization', await officer('li', claims));

  it('is streamed from the gateway', async () => {
    const sha256 = stage.surroundings.file('none', 'f1', PDF);
    const response = await read(await openWith(sha256));
    expect([response.headers['content-type'], response.body.toString()]).toEqual(['application/pdf', PDF]);
    expect((await read(await openWith(sha256), 'f2')).status).toBe(404);
  });

  it('is for those who work on the dossier, not for a contractor, nor for a supervisor who may see it', async () => {
    const dossier = await openWith(stage.surroundings.file('none', 'f1', PDF));
    for (const claims of [{ outsourced: true }, { roles: ['supervisor'] }])
      expect((await read(dossier, 'f1', claims)).body.type).toBe('urn:yimen:problem:material-unknown');
  });

  it('breaks off when it is not what was recorded', async () => {
    const dossier = await openWith('0'.repeat(64));
    await expect(read(dossier)).rejects.toThrow(/aborted|hang up|terminated/);
  });
});

describe('a dossier that a system decides', () => {
  it('is decided by the call-back that comes under their receipt, even before we know it', async () => {
    system.answerWith(() => pending(60_000, 'R-early'));
    await push({ receipt: 'R-early', event: 'e-1', verdict: 'yes' }).expect(200);
    const unmatched = async () =>
      (await ask('get', '/arrivals?status=unmatched', { as: await officer('li') })).body.arrivals;
    await eventually(async () => (await unmatched()).some(({ id }: { id: string }) => id === 'L99:e-1'));
    const dossier = await open('filed', { word: 'early' });
    const { data } = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(data).toMatchObject({ outcome: 'granted', outputs: [{ number: 'R-early' }] });
  });

  it('asks before it sends again when nobody knows whether the first landed', async () => {
    const sent = system.submissions.length;
    let calls = 0;
    system.answerWith(() => {
      calls += 1;
      return calls === 1 ? unreachable('cut off', { mayHaveLanded: true }) : accepted({}, 'R-2');
    });
    const asked: string[] = [];
    system.statusWith((key) => {
      asked.push(key);
      return { answer: 'not-found' };
    });
    const dossier = await open('filed', { word: 'again' });
    await stage.gateway.hears(dossier, 'dossier.decided');
    const keys = system.submissions.slice(sent).map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
    expect([keys.length, asked.length]).toEqual([2, 1]);
  });

  it('shows the latest step of the system whatever the order it was told in', async () => {
    system.answerWith(() => pending(60_000, 'R-steps'));
    const dossier = await open('filed', { word: 'steps' });
    await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'waiting-for-system' });
    const step = (code: string, at: string) => ({ code, title: `第${code}步`, at });
    await push({ receipt: 'R-steps', event: 's-8', step: step('8', '2026-03-02T03:00:00Z') }).expect(200);
    await stage.gateway.hears(dossier, 'dossier.milestone', { title: '第8步' });
    await push({ receipt: 'R-steps', event: 's-3', step: step('3', '2026-03-02T02:00:00Z') }).expect(200);
    await push({ receipt: 'R-steps', event: 's-end', verdict: 'no' }).expect(200);
    const refused = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(refused.data).toMatchObject({ outcome: 'refused' });
    expect(stage.gateway.unseal(refused)).toMatchObject({ '/reason': '不符' });
    expect(stage.gateway.heard().some(({ data: told }) => told['title'] === '第3步')).toBe(false);
    await push({ receipt: 'R-steps', event: 's-contrary', verdict: 'yes' }).expect(200);
    const as = await officer('li');
    const contrary = await eventually(async () =>
      (await ask('get', '/arrivals?status=unmatched', { as })).body.arrivals.find(
        ({ id }: { id: string }) => id === 'L99:s-contrary',
      ),
    );
    expect(contrary).toMatchObject({ dossier, reason: 'exchange-contradicted' });
  });

  it('waits while its system is switched off, and goes on when it is on again', async () => {
    system.answerWith(() => accepted({}, 'R-on'));
    const as = await officer('ops', { roles: ['operator'], department: undefined });
    const turn = (on: boolean) => ask('put', '/systems/L99/switch', { as, body: { on, reason: '检修' } });
    expect((await turn(false)).body).toMatchObject({ on: false, switchReason: '检修' });
    // a running process learns of it within a second, and may send until then; a new one knows it from the start
    await stage.restart();
    const dossier = await opened('filed', { word: 'off' });
    await opened('filed', { word: 'off, too' });
    expect((await ask('get', '/systems', { as })).body.systems[0].waiting).toBeGreaterThanOrEqual(2);
    expect(stage.gateway.heard().some(({ source, type }) => source === dossier && type === 'dossier.decided')).toBe(
      false,
    );
    await turn(true);
    await stage.gateway.hears(dossier, 'dossier.decided');
  });

  it('is not switched off by who is no operator, nor by an operator of a contractor', async () => {
    const operator = { roles: ['operator'], department: undefined };
    const others = [officer('li'), officer('hired', { ...operator, outsourced: true })];
    for (const as of await Promise.all(others))
      expect((await ask('put', '/systems/L99/switch', { as, body: { on: false, reason: 'x' } })).status).toBe(403);
    const { body } = await ask('get', '/systems', { as: await officer('ops', operator) });
    expect(body.systems[0]).toMatchObject({ id: 'L99', on: true });
  });

  it('waits for a human when the answer cannot be read, and is decided by that human’s word', async () => {
    system.answerWith(() => unintelligible('body: no status'));
    const dossier = await open('filed', { word: 'unclear' });
    await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'needs-review' });
    const as = await officer('li');
    const listed = (await ask('get', '/work-list?review=true&limit=100', { as })).body.dossiers;
    expect(listed).toContainEqual(expect.objectContaining({ id: dossier, review: true }));
    const body = { exchange: 1, answer: 'accepted', reason: '电话核实', receipt: 'R-told' };
    expect((await ask('post', `/dossiers/${dossier}/settle-exchange`, { as, body })).body.outcome).toBe('granted');
    const { data } = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(data).toMatchObject({ outputs: [{ number: 'R-told' }] });
  });

  it('is finished after a restart', async () => {
    system.answerWith(() => pending(50, 'R-restart'));
    system.statusWith(() => pending(50, 'R-restart'));
    const dossier = await open('filed', { word: 'restart' });
    await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'waiting-for-system' });
    await stage.restart();
    system.statusWith(() => accepted({}, 'R-restart'));
    await stage.gateway.hears(dossier, 'dossier.decided');
  });
});

describe('what officers write in their own words', () => {
  const words = (about: string) => `甲某来电谈及${about}`;
  const step = async (dossier: string, name: string, as: string, body: object) =>
    expect((await ask('post', `/dossiers/${dossier}/${name}`, { as, body })).status).toBe(200);

  it('is read by the officers of the department, hidden from supervisors, and stands nowhere in clear', async () => {
    const chief = await officer('chief', { rank: 'director' });
    const dossier = await opened('stamp');
    await step(dossier, 'stop-clock', chief, { procedure: 'hearing', reason: words('听证'), expectedDays: 15 });
    const stopped = await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'clock-stopped' });
    expect(stopped.data).toMatchObject({ clock: { stoppedBy: { expectedDays: 15 } } });
    await step(dossier, 'resume-clock', chief, { note: words('恢复') });
    await step(dossier, 'extend', chief, { reason: words('延期') });
    const extended = await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'extended' });
    expect(stage.gateway.unseal(extended)).toEqual({ '/reason': words('延期') });
    await step(dossier, 'approve', await officer('li', { rank: 'section-chief' }), { opinion: words('同意') });
    await step(dossier, 'send-back', chief, { reason: words('退回') });
    await step(dossier, 'approve', await officer('li', { rank: 'section-chief' }), { opinion: words('再议') });
    const remedies = { zh: words('救济'), en: 'Somebody called about it' };
    await step(dossier, 'refuse', chief, { reason: words('不符'), law: '行政许可法 38(2)', remedies });
    const told = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(stage.gateway.unseal(told)).toEqual({ '/reason': words('不符'), '/remedies': remedies });

    system.answerWith(() => unintelligible('body: no status'));
    const unclear = await open('filed', { word: 'unclear' });
    await stage.gateway.hears(unclear, 'dossier.milestone', { milestone: 'needs-review' });
    await step(unclear, 'settle-exchange', chief, { exchange: 1, answer: 'rejected', reason: words('电话') });
    const settled = await stage.gateway.hears(unclear, 'dossier.decided');
    expect(stage.gateway.unseal(settled)).toMatchObject({ '/reason': words('电话') });
    const ops = await officer('ops', { roles: ['operator'], department: undefined });
    for (const on of [false, true])
      await ask('put', '/systems/L99/switch', { as: ops, body: { on, reason: words('检修') } });

    const read = async (id: string, as: string) => {
      const { body: shown } = await ask('get', `/dossiers/${id}`, { as });
      const { body: timeline } = await ask('get', `/dossiers/${id}/timeline`, { as });
      return { shown, timeline, text: JSON.stringify([shown, timeline]) };
    };
    const own = await read(dossier, chief);
    expect(own.shown.clock).toMatchObject({ extendedDays: 10 });
    expect(own.shown).toMatchObject({
      levels: [{ completed: { opinion: words('再议') } }, {}],
      decision: { reason: words('不符'), law: '行政许可法 38(2)', remedies },
    });
    const reasons = own.timeline.entries.flatMap(({ reason }: { reason?: string }) => reason ?? []);
    expect(reasons).toEqual(['听证', '恢复', '延期', '退回', '不符'].map(words));
    expect((await read(unclear, chief)).shown.exchanges).toMatchObject([{ status: 'rejected', reason: words('电话') }]);
    const supervisor = await officer('eye', { roles: ['supervisor'], department: undefined });
    for (const id of [dossier, unclear]) {
      const { shown, text } = await read(id, supervisor);
      expect(text).not.toContain('甲某');
      expect(text).not.toContain('Somebody');
      expect(shown.decision).toMatchObject({ reason: '***', remedies: { zh: '***', en: '***' } });
    }
    const inClear = `${await stage.stored()} ${JSON.stringify(stage.gateway.heard())}`;
    expect(inClear).toContain(dossier);
    expect(inClear).not.toContain('甲某');
    expect(inClear).not.toContain('Somebody');
  });

  it('is no sentence where only a number or a code belongs', async () => {
    const dossier = await opened('nod');
    const as = await officer('li');
    for (const output of [{ number: `${words('证号')}，见附件` }, { data: { note: words('备注') } }]) {
      const { status } = await ask('post', `/dossiers/${dossier}/approve`, {
        as,
        body: { outputs: [{ code: 'nod', ...output }] },
      });
      expect(status).toBe(400);
    }
  });
});

describe('what comes to the inbound door', () => {
  it('is refused in the system’s words when it is not the system’s, and nothing is kept', async () => {
    const response = await supertest(stage.url).post('/inbound/L99').set('x-word', 'wrong').send({ event: 'forged' });
    expect(response.status).toBe(401);
    const { body } = await ask('get', '/arrivals?limit=100', { as: await officer('li') });
    expect(body.arrivals.some(({ id }: { id: string }) => id === 'L99:forged')).toBe(false);
  });

  it('is kept in plain sight when nobody can read it', async () => {
    await push({ step: 'nonsense' }).expect(200);
    const { body } = await ask('get', '/arrivals?status=unreadable', { as: await officer('li') });
    expect(body.arrivals[0]).toMatchObject({ system: 'L99', status: 'unreadable', reason: 'shape' });
  });

  it('is too large beyond its limit, and unknown for a system that is not ours', async () => {
    const large = await supertest(stage.url)
      .post('/inbound/L99')
      .set('x-word', WORD)
      .send({ word: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    expect((await sent(`POST /inbound/L99 HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n`, 5_000_000))[1]).toBe(
      '200',
    );
    expect((await supertest(stage.url).post('/inbound/L98').send({})).status).toBe(404);
  });
});

describe('every question to the database', () => {
  it('is answered by an index', async () => {
    await ask('get', '/work-list?tier=department&role=handler&item=nod&mine=true', { as: await officer('li') });
    await ask('get', '/work-list?review=true', { as: await officer('li') });
    await ask('get', '/arrivals?system=L99', { as: await officer('li') });
    await opened('nod');
    const { indexed, scanned } = await stage.questions();
    expect(scanned).toEqual([]);
    expect(indexed).toBeGreaterThan(0);
  });
});

describe('what the department has told', () => {
  it('fits the contract of events, message by message', () => {
    const validators = compileEventValidators();
    const wrong = stage.gateway.heard().flatMap(({ type, data }) => validators.check(type, data) ?? []);
    expect(stage.gateway.heard().length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });
});

describe('the items of a department', () => {
  it('are published with their keys, once', async () => {
    const published = await eventually(() => stage.gateway.heard().find(({ source }) => source === 'stamp@1'));
    expect(published).toMatchObject({
      type: 'item.published',
      sequence: 1,
      data: { item: { code: 'stamp' }, keys: [{ kty: 'OKP', crv: 'X25519' }] },
    });
    expect(stage.gateway.heard().filter(({ source }) => source === 'stamp@1')).toHaveLength(1);
  });
});

describe('a dossier that nobody touches', () => {
  it('prompts a working day before its limit and turns red after it', async () => {
    const dossier = await opened('nod');
    await stage.advanceTo('2026-03-04T01:00:00.000Z');
    await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'prompt' });
    await stage.advanceTo('2026-03-06T01:00:00.000Z');
    await stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'red' });
    const { body } = await ask('get', `/dossiers/${dossier}`, { as: await officer('li') });
    expect(body).toMatchObject({ status: 'open', clock: { signal: 'red', remainingDays: -1 } });
  });
});

import { createHmac, createPublicKey, type JsonWebKey, randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Answer, openDoor } from './src/door.ts';
import { anybody, as } from './src/people.ts';
import { samples } from './src/samples.ts';
import { accept, branch, dossierThere, file, untilPublished } from './src/steps.ts';
import type { Case, CaseAnswer } from './src/words.ts';

type Problem = { readonly type: string; readonly errors?: readonly { readonly pointer: string }[] };

const LEAD = 'demo-market-regulation';
const NOBODYS = 'A'.repeat(22);
const company = () => ({ item: 'open-company', ...samples['open-company'] });
const reasonOf = ({ status, body }: Answer<Problem>): string => `${status} ${body.type.split(':').at(-1)}`;
/** An answer without what differs between two equal questions. */
const comparable = ({ status, body }: Answer<object>, id: string): string =>
  JSON.stringify({ status, ...body, traceId: undefined }).replaceAll(id, 'ID');

beforeAll(() => untilPublished(['open-company']));

describe('a token that is not good', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const read = (text: string): Record<string, unknown> => JSON.parse(Buffer.from(text, 'base64url').toString());

  it('opens nothing: unsigned, signed with the public key, changed, of another kind', async () => {
    const token = inject('place').tokens['demo-citizen'] ?? '';
    const [head = '', payload = '', signature = ''] = token.split('.');
    const claims = read(payload);
    const keys = await openDoor(String(claims['iss'])).get<{ keys: JsonWebKey[] }>('/jwks');
    const [key] = keys.body.keys;
    if (!key) throw new Error('the issuer shows no key');
    const secret = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const hmac = `${part({ ...read(head), alg: 'HS256' })}.${payload}`;
    const bad = [
      '',
      'abc',
      `${part({ alg: 'none' })}.${payload}.`,
      `${hmac}.${createHmac('sha256', secret).update(hmac).digest('base64url')}`,
      `${head}.${part({ ...claims, kind: 'officer', roles: ['operator'] })}.${signature}`,
      `${head}.${part({ ...claims, exp: 9_999_999_999 })}.${signature}`,
    ];
    const { gateway } = inject('place');
    for (const one of bad)
      for (const path of ['/me', '/cases?mine=true', '/departments/social-security/work-list'])
        expect((await openDoor(gateway, one).get(path)).status).toBe(401);
    expect((await openDoor(gateway, token).get('/me')).status).toBe(200);
  });
});

describe('a case out of sight', () => {
  const notice = { reason: '无', law: '无', remedies: '无' };

  it('is answered in every way like one that does not exist', async () => {
    const { id } = await file('demo-citizen', 'open-company');
    const asked = async (user: string, of: string): Promise<readonly string[]> => {
      const door = as(user);
      const answers = [
        await door.get<object>(`/cases/${of}`),
        await door.get<object>(`/cases/${of}?until=ended`, { prefer: 'wait=1' }),
        await door.get<object>(`/cases/${of}/timeline`),
        await door.get<object>(`/results/${of}`),
        await door.get<object>(`/cases/${of}/files/${NOBODYS}`),
        await door.post<object>(`/cases/${of}/stream-tickets`),
        await door.post<object>(`/cases/${of}/submit`),
        await door.post<object>(`/cases/${of}/withdraw`),
        await door.post<object>(`/cases/${of}/accept`),
        await door.post<object>(`/cases/${of}/refuse`, notice),
        await door.patch<object>(`/cases/${of}`, { materials: [] }, { 'if-match': '"r1.1"' }),
      ];
      return answers.map((answer) => comparable(answer, of));
    };
    for (const user of ['demo-neighbour', 'demo-village-agent', 'demo-education-handler', 'demo-audit-administrator']) {
      const answers = await asked(user, id);
      expect(answers).toEqual(await asked(user, NOBODYS));
      expect(answers.every((answer) => /^\{"status":40[34],/.test(answer))).toBe(true);
      const { body } = await as(user).get<{ cases?: { id: string }[] }>('/cases?status=submitted&limit=100');
      expect((body.cases ?? []).map((row) => row.id)).not.toContain(id);
    }
  });

  it('is so at its department, too', async () => {
    const { id } = await file('demo-citizen', 'open-company');
    await accept(`${LEAD}-handler`, id);
    const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
    const open = branch(body, 'establishment');
    await dossierThere(`${LEAD}-handler`, open);
    const asked = async (user: string, of: string): Promise<readonly string[]> => {
      const dossier = `/departments/${open.domain}/dossiers/${of}.establishment`;
      const answers = [
        await as(user).get<object>(dossier),
        await as(user).get<object>(`${dossier}/timeline`),
        await as(user).post<object>(`${dossier}/claim`),
        await as(user).post<object>(`${dossier}/approve`),
        await as(user).post<object>(`${dossier}/refuse`, { reason: '无', law: '无' }),
      ];
      return answers.map((answer) => comparable(answer, of));
    };
    for (const user of ['demo-citizen', 'demo-window-clerk', 'demo-taxation-handler', 'demo-operator']) {
      const answers = await asked(user, id);
      expect(answers).toEqual(await asked(user, NOBODYS));
      expect(answers.every((answer) => answer.startsWith('{"status":404,'))).toBe(true);
    }
  });
});

describe('a contractor at a window', () => {
  it('takes papers in and decides nothing', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    expect(reasonOf(await as('demo-window-clerk').post(`/cases/${id}/accept`))).toBe('403 step-not-yours');
    const atOnce = await as('demo-window-clerk').post<Problem>('/cases', { ...company(), accept: true });
    expect(reasonOf(atOnce)).toBe('403 step-not-yours');
  });
});

describe('a body that means harm', () => {
  const spoilt = (change: (text: string) => string): object => JSON.parse(change(JSON.stringify(company())));
  const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });

  it.each<[string, object, string, string]>([
    ['sets what is not asked', { ...company(), status: 'closed' }, '400 request-invalid', '/status'],
    [
      'sets it further down',
      spoilt((text) => text.replace('"kind"', '"blind":"x","kind"')),
      '400 request-invalid',
      '/applicant/blind',
    ],
    [
      'asks the database',
      spoilt((text) => text.replace('"陈晨光"', '{"$ne":null}')),
      '400 request-invalid',
      '/applicant/name',
    ],
    ['hides a NUL', spoilt((text) => text.replace('陈晨光', '陈\\u0000光')), '400 body-too-complex', '/applicant/name'],
    [
      'has half a character',
      spoilt((text) => text.replace('陈晨光', '\\ud800')),
      '400 body-too-complex',
      '/applicant/name',
    ],
    [
      'reaches for the prototype',
      spoilt((text) => text.replace('"form":{', '"form":{"__proto__":{"a":1},')),
      '400 body-too-complex',
      '/form',
    ],
    ['is bottomless', { ...company(), form: deep(100) }, '400 body-too-complex', '/form/a/a'],
    [
      'fills the form with more',
      { ...company(), form: { ...company().form, $where: '1' } },
      '422 form-invalid',
      '/form/$where',
    ],
  ])('is refused, and the answer points at the place: it %s', async (_what, body, reason, pointer) => {
    const answer = await as('demo-citizen').post<Problem>('/cases', body);
    expect(reasonOf(answer)).toBe(reason);
    expect(answer.body.errors?.[0]?.pointer.startsWith(pointer)).toBe(true);
  });
});

describe('a path through the door', () => {
  /** The status for a path exactly as it is: most clients straighten it first. */
  const statusOf = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(inject('place').gateway);
      const headers = { authorization: `Bearer ${inject('place').tokens['demo-operator']}` };
      get({ hostname, port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });

  it.each([
    '../me',
    '%2e%2e/me',
    '..%2f..%2fme',
    '..%5cme',
    './work-list',
    '__proto__/x',
    'social-security@elsewhere/x',
  ])('that leaves its department leads nowhere: %s', async (path) => {
    expect(await statusOf('/departments/social-security/work-list')).toBe(200);
    for (const prefix of ['/departments/social-security/', '/departments/'])
      expect(await statusOf(`${prefix}${path}`)).toBe(404);
  });
});

describe('a key that is used again', () => {
  it('gives its caller the same answer, and nobody else’s', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await as('demo-citizen').post<CaseAnswer>('/cases', company(), key);
    expect((await as('demo-citizen').post('/cases', company(), key)).body).toEqual(first.body);
    const other = await as('demo-citizen').post<Problem>('/cases', { ...company(), as: 'draft' }, key);
    expect(reasonOf(other)).toBe('422 idempotency-key-reused');
    const neighbour = await as('demo-neighbour').post<CaseAnswer>('/cases', company(), key);
    expect(neighbour.status).toBe(201);
    expect(neighbour.body.id).not.toBe(first.body.id);
    expect((await as('demo-neighbour').post(`/cases/${first.body.id}/withdraw`, {}, key)).status).toBe(404);
  });
});

describe('a ticket for a stream', () => {
  it('opens its own case once', async () => {
    const { id } = await file('demo-citizen', 'open-company');
    const other = await file('demo-citizen', 'open-company');
    const ticket = async () =>
      (await as('demo-citizen').post<{ ticket: string }>(`/cases/${id}/stream-tickets`)).body.ticket;
    const opened = async (of: string, by: string): Promise<number> => {
      const abort = new AbortController();
      const { status } = await fetch(`${inject('place').gateway}/cases/${of}/stream?ticket=${by}`, abort);
      abort.abort();
      return status;
    };
    const once = await ticket();
    expect([await opened(id, once), await opened(id, once)]).toEqual([200, 401]);
    const strayed = await ticket();
    expect([await opened(other.id, strayed), await opened(id, strayed)]).toEqual([401, 401]);
  });
});

describe('whoever guesses a query password', () => {
  it('is stopped after a few tries, even with the right one', async () => {
    const { number, queryPassword: password } = await file('demo-citizen', 'open-company');
    const tries: number[] = [];
    for (let i = 0; i < 6; i++)
      tries.push((await anybody().post('/tracking', { number, password: '00000000' })).status);
    expect(tries).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await anybody().post('/tracking', { number, password })).status).toBe(429);
  });
});

describe('news that no legacy system sent', () => {
  const push = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) => {
    const answer = await fetch(`${inject('place').gateway}/departments/${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  const L21 = 'commerce-registration/inbound/L21';
  const L14 = 'construction-permits/inbound/L14/soap';

  it('is turned away: unsigned, badly signed, too large', async () => {
    const stamp = { 'x-timestamp': String(Date.now()), 'x-sign': 'ab'.repeat(32) };
    expect((await push(L21, 'application/json', '{}')).status).toBe(401);
    expect((await push(L21, 'application/json', '{}', stamp)).status).toBe(401);
    expect((await push(L21, 'application/json', new Uint8Array(1_100_000), stamp)).status).toBe(413);
    expect((await push(L21, 'application/json', '{}', stamp)).status).toBe(401); // the way is free again
  });

  it('is not unfolded when it is a bomb', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(1_000)}"><!ENTITY d "${'&b;'.repeat(1_000)}">]><a>${'&d;'.repeat(1_000)}</a>`;
    const outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>';
    for (const body of [bomb, outside, '<a>'.repeat(10_000), 'nothing'])
      expect(await push(L14, 'text/xml', body)).toMatchObject({
        status: 500,
        text: expect.stringContaining('not authorised'),
      });
  });
});

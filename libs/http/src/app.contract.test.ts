import { once } from 'node:events';
import http from 'node:http';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createNotesApp } from '../example/notes.ts';
import { expectContract, startServer } from './index.ts';

const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-0001' };
const newNote = { title: '企业开办', applicant: { name: '张三' } };
const post = (app: Parameters<typeof request>[0]) => request(app).post('/notes').set('Idempotency-Key', 'key-0001');

describe('a good request', () => {
  it('reaches its handler with everything parsed, defaults filled in', async () => {
    const { app, asked, contract } = createNotesApp();
    const response = await post(app).set('Accept-Language', 'en-GB,zh;q=0.5').send(newNote);
    expect(response.status).toBe(201);
    expectContract(contract, response);
    expect(asked.last).toMatchObject({
      body: { ...newNote, materials: [] },
      idempotencyKey: 'key-0001',
      language: 'en',
      waitMs: 0,
      caller: { subject: 'officer-1' },
    });
  });

  it('has its query coerced to the declared types', async () => {
    const { app, asked, contract } = createNotesApp();
    const response = await request(app).get('/notes?limit=5&status=open&mine=true');
    expectContract(contract, response);
    expect(asked.last?.query).toEqual({ limit: 5, status: ['open'], mine: true });
    await request(app).get('/notes?status=open&status=closed');
    expect(asked.last?.query).toEqual({ limit: 20, status: ['open', 'closed'] });
  });

  it('tells how long it may wait', async () => {
    const { app, asked } = createNotesApp();
    await request(app).get('/notes/n1').set('Prefer', 'respond-async, wait=5');
    expect(asked.last?.waitMs).toBe(5_000);
  });

  it('gives the same digest for the same content in another order, another for other content', async () => {
    const { app, asked } = createNotesApp();
    const digests: (string | undefined)[] = [];
    for (const body of [
      newNote,
      { applicant: newNote.applicant, title: newNote.title },
      { ...newNote, title: '注销' },
    ]) {
      await post(app).send(body);
      digests.push(asked.last?.digest());
    }
    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  it('is answered 304 when the client has it already', async () => {
    const { app, contract } = createNotesApp();
    await post(app).send(newNote);
    const first = await request(app).get('/notes/n1');
    expectContract(contract, first);
    const again = await request(app).get('/notes/n1').set('If-None-Match', String(first.headers['etag']));
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('may ask for the head alone', async () => {
    const { app } = createNotesApp();
    const response = await request(app).head('/greeting');
    expect(response.status).toBe(200);
    expect(response.headers['content-length']).toBe('18');
  });

  it('streams bodies both ways', async () => {
    const { app, contract } = createNotesApp();
    const sent = await request(app)
      .post('/notes/n1/files')
      .set({ 'Content-Type': 'application/octet-stream', 'Idempotency-Key': 'key-0004' })
      .send(Buffer.alloc(300_000));
    expect(sent.body).toEqual({ bytes: 300_000 });
    expectContract(contract, sent);
    const got = await request(app).get('/notes/n1/files').buffer(true);
    expect(got.body).toEqual(Buffer.from('onetwo'));
  });
});

describe('a bad request', () => {
  it('is told every wrong field, in Chinese first', async () => {
    const { app, contract } = createNotesApp();
    const body = { title: '', applicant: { name: '张三', nick: 'z' }, materials: [{ code: 'a', form: 'stone' }] };
    const response = await post(app).send(body);
    expectContract(contract, response);
    expect(response.status).toBe(400);
    expect(response.headers['content-language']).toBe('zh');
    expect(response.body).toMatchObject({ type: 'urn:yimen:problem:request-invalid', title: '请求内容有误' });
    expect(response.body.errors).toEqual([
      { in: 'body', pointer: '/title', detail: '至少 1 个字' },
      { in: 'body', pointer: '/applicant/nick', detail: '不认识的字段' },
      { in: 'body', pointer: '/materials/0/form', detail: '只能是：paper、electronic' },
    ]);
  });

  it('is told in English when it asks for English', async () => {
    const { app } = createNotesApp();
    const response = await post(app).set('Accept-Language', 'en').send({ title: 'x' });
    expect(response.body).toMatchObject({
      title: 'The request is not valid',
      errors: [{ in: 'body', pointer: '/applicant', detail: 'is required' }],
    });
  });

  it('is told the first mistake only when it is large', async () => {
    const { app } = createNotesApp();
    const materials = Array.from({ length: 900 }, () => ({ wrong: 'field', also: 'wrong' }));
    const response = await post(app).send({ ...newNote, materials });
    expect(response.status).toBe(400);
    expect(response.body.errors).toHaveLength(1);
  });

  it.each([
    ['?limit=0', '/limit'],
    ['?limit=many', '/limit'],
    ['?unknown=1', '/unknown'],
    ['?status=lost', '/status/0'],
    ['?cursor=%00', '/cursor'],
    ['?__proto__=1', '/__proto__'],
  ])('has its query %s pointed at', async (query, pointer) => {
    const { app, contract } = createNotesApp();
    const response = await request(app).get(`/notes${query}`);
    expectContract(contract, response);
    expect(response.status).toBe(400);
    expect(response.body.errors).toMatchObject([{ in: 'query', pointer }]);
  });

  it('has a cursor that is not ours refused', async () => {
    const { app } = createNotesApp();
    const response = await request(app).get('/notes?cursor=WzFd');
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({ type: 'urn:yimen:problem:cursor-invalid', errors: [{ in: 'query' }] });
  });

  it.each([
    ['/notes/%E0%A4', 'path'],
    ['/notes/a%20b', 'path'],
  ])('has its path %s pointed at', async (path, place) => {
    const { app } = createNotesApp();
    const response = await request(app).get(path);
    expect(response.status).toBe(400);
    expect(response.body.errors).toMatchObject([{ in: place }]);
  });

  it('needs an Idempotency-Key where the contract says so', async () => {
    const { app } = createNotesApp();
    const response = await request(app).post('/notes').send(newNote);
    expect(response.body).toMatchObject({ status: 400, type: 'urn:yimen:problem:idempotency-key-required' });
    const short = await request(app).post('/notes').set('Idempotency-Key', 'k').send(newNote);
    expect(short.body.errors).toMatchObject([{ in: 'header', pointer: '/Idempotency-Key' }]);
  });

  it('needs If-Match where the contract says so, and the latest revision in it', async () => {
    const { app, contract } = createNotesApp();
    await post(app).send(newNote);
    const edit = () => request(app).patch('/notes/n1').set('Idempotency-Key', 'key-0002').send({ text: 'x' });
    const statuses = [
      await edit(),
      await edit().set('If-Match', '"r9"'),
      await edit().set('If-Match', 'W/"r1"'),
      await edit().set('If-Match', '*'),
      await edit().set('If-Match', '"r1"'),
    ].map((response) => {
      expectContract(contract, response);
      return response.status;
    });
    expect(statuses).toEqual([428, 412, 412, 412, 204]);
  });
});

describe('a body that is not what it should be', () => {
  const raw = (app: Parameters<typeof request>[0], body: string | Buffer, type = 'application/json') =>
    post(app)
      .set('Content-Type', type)
      .serialize(String)
      .send(body as string);

  it.each([
    ['not JSON', '{"title":', 400, 'body-malformed'],
    ['empty', '', 400, 'body-malformed'],
    ['nested too deeply', `{"title":${'['.repeat(100)}${']'.repeat(100)}}`, 400, 'body-too-complex'],
    ['too long a list', `{"materials":[${'0,'.repeat(1_000)}0]}`, 400, 'body-too-complex'],
    ['half a character', '{"title":"\\ud800"}', 400, 'body-too-complex'],
    ['an inexact number', '{"title":9007199254740993}', 400, 'body-too-complex'],
    ['a prototype', '{"__proto__":{}}', 400, 'body-too-complex'],
    ['too large', `{"title":"${'x'.repeat(300_000)}"}`, 413, 'body-too-large'],
  ])('is refused when %s', async (_name, body, status, reason) => {
    const { app, contract } = createNotesApp();
    const response = await raw(app, body);
    expectContract(contract, response);
    expect(response.body).toMatchObject({ status, type: `urn:yimen:problem:${reason}` });
  });

  it('is refused when it is not UTF-8', async () => {
    const { app } = createNotesApp();
    const response = await post(app)
      .set('Content-Type', 'application/json')
      .serialize((bytes) => bytes as unknown as string)
      .send(Buffer.from([0x22, 0xc4, 0xe3, 0x22]) as unknown as string);
    expect(response.body).toMatchObject({ type: 'urn:yimen:problem:body-malformed' });
  });

  it.each(['text/plain', 'application/json; charset=gbk', 'multipart/form-data; boundary=x'])(
    'is refused as %s',
    async (type) => {
      const { app } = createNotesApp();
      expect((await raw(app, '{}', type)).status).toBe(415);
    },
  );

  it('is refused when it is compressed', async () => {
    const { app } = createNotesApp();
    const response = await raw(app, '{}').set('Content-Encoding', 'gzip');
    expect(response.status).toBe(415);
  });

  it('is refused without being kept when it has no declared length and goes on', async () => {
    const { app } = createNotesApp({ limits: { bodyBytes: 1_000 } });
    const server = await startServer(app, 0);
    const sending = http.request({ port: server.port, method: 'POST', path: '/notes', headers });
    const answered = once(sending, 'response');
    for (let i = 0; i < 100; i++) sending.write('x'.repeat(1_000));
    sending.end();
    const [response] = (await answered) as [http.IncomingMessage];
    expect(response.statusCode).toBe(413);
    response.resume();
    await server.close();
  });
});

describe('an address', () => {
  it('that nobody serves is 404', async () => {
    const { app } = createNotesApp();
    for (const path of ['/nothing', '/notes/', '/notes/a/b', '//notes']) {
      const response = await request(app).get(path);
      expect(response.body).toMatchObject({ status: 404, type: 'urn:yimen:problem:route-not-found' });
    }
  });

  it('asked by another method is 405 and says which it knows', async () => {
    const { app } = createNotesApp();
    const response = await request(app).delete('/notes/n1');
    expect(response.status).toBe(405);
    expect(response.headers['allow']).toBe('GET, PATCH');
  });
});

describe('a handler that says no', () => {
  it('is answered by the table, with the facts filled in', async () => {
    const { app, contract } = createNotesApp();
    const response = await request(app).get('/notes/n77');
    expectContract(contract, response);
    expect(response.body).toMatchObject({
      type: 'urn:yimen:problem:note-not-found',
      status: 404,
      title: '没有这条记录',
      detail: '编号 n77 不存在',
      params: { id: 'n77' },
    });
  });

  it('may point at a field', async () => {
    const { app } = createNotesApp();
    await post(app).send(newNote);
    const response = await request(app)
      .patch('/notes/n1')
      .set({ 'Idempotency-Key': 'key-0003', 'If-Match': '"r1"' })
      .send({ text: '?' });
    expect(response.body.errors).toEqual([{ in: 'body', pointer: '/text', detail: '记录已关闭' }]);
  });

  it('with a reason that nobody declared is our fault, and is logged', async () => {
    const logged: unknown[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (fields: unknown) => logged.push(fields) };
    const { app } = createNotesApp({ refusals: {}, log: log as never });
    expect((await request(app).get('/notes/n77')).body).toMatchObject({ status: 500 });
    expect(logged).toMatchObject([{ reason: 'note-not-found' }]);
  });
});

describe('a handler that throws', () => {
  it('an outage is 503 with Retry-After', async () => {
    const { app, contract } = createNotesApp();
    const response = await request(app).get('/notes/outage');
    expectContract(contract, response);
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('7');
    expect(response.text).not.toContain('secret');
  });

  it('anything else is 500 with the trace id and nothing of our insides', async () => {
    const { app, contract } = createNotesApp();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const response = await request(app).get('/notes/fault').set('traceparent', `00-${trace}-00f067aa0ba902b7-01`);
    expectContract(contract, response);
    expect(response.body).toMatchObject({ status: 500, traceId: trace });
    expect(response.text).not.toContain('secret');
  });
});

describe('a caller', () => {
  it('of a kind that the operation is not for is refused', async () => {
    const citizen = {
      subject: 'c',
      kind: 'citizen',
      roles: [],
      division: '',
      outsourced: false,
      centre: false,
    } as const;
    const { app } = createNotesApp({ identity: { verify: () => citizen } });
    const response = await request(app).patch('/notes/n1').send({ text: 'x' });
    expect(response.body).toMatchObject({ status: 403, type: 'urn:yimen:problem:caller-kind' });
  });

  it('needs no token for an open operation', async () => {
    const identity = { verify: () => ({ refusal: 'token-missing', message: 'none' }) };
    const { app, contract } = createNotesApp({ identity });
    const response = await request(app).get('/greeting');
    expect(response.status).toBe(200);
    expectContract(contract, response);
    expect((await request(app).get('/notes')).status).toBe(401);
  });
});

describe('the address of a client', () => {
  const addressOf = async (forwarded: string, trustedProxies?: readonly string[]) => {
    const addresses: string[] = [];
    const { app } = createNotesApp({
      ...(trustedProxies ? { trustedProxies } : {}),
      openRoutes: {
        readGreeting: ({ address }) => {
          addresses.push(address);
          return { status: 200, body: { hello: '您好' } };
        },
      },
    });
    await request(app).get('/greeting').set('x-forwarded-for', forwarded);
    return addresses[0];
  };

  it('is that of the connection, whatever the request says', async () => {
    expect(await addressOf('203.0.113.7')).toMatch(/127\.0\.0\.1$/);
    expect(await addressOf('203.0.113.7', ['192.0.2.1'])).toMatch(/127\.0\.0\.1$/);
  });

  it('is what the trusted proxies in front tell, nearest first', async () => {
    const ours = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'];
    expect(await addressOf('203.0.113.7', ours)).toBe('203.0.113.7');
    expect(await addressOf('203.0.113.7, 10.1.2.3, 2001:db8::1', ours)).toBe('203.0.113.7');
    expect(await addressOf('10.9.9.9, 198.51.100.1, 203.0.113.7', ours)).toBe('203.0.113.7');
  });

  it('is asked of no proxy that is none', () => {
    expect(() => createNotesApp({ trustedProxies: ['somewhere'] })).toThrow('somewhere');
  });
});

describe('more requests than the process can carry', () => {
  it('are told to come back, while health still answers', async () => {
    const { app, contract } = createNotesApp({ limits: { concurrent: 0 } });
    const response = await request(app).get('/notes');
    expectContract(contract, response);
    expect(response.body).toMatchObject({ status: 503, type: 'urn:yimen:problem:overloaded' });
    expect(response.headers['retry-after']).toBe('2');
    expect((await request(app).get('/live')).status).toBe(200);
  });

  it('are those that work and those that wait, each for itself; a preference for anything else is work', async () => {
    const statusOf = async (limits: { concurrent: number } | { waiting: number }, prefer: string) =>
      (await request(createNotesApp({ limits }).app).get('/notes/n1').set('Prefer', prefer)).status;
    expect(await statusOf({ waiting: 0 }, 'wait=5')).toBe(503);
    expect(await statusOf({ concurrent: 0 }, 'wait=5')).toBe(404);
    for (const prefer of ['return=minimal', 'wait=0', 'wait=soon']) {
      expect(await statusOf({ concurrent: 0 }, prefer)).toBe(503);
      expect(await statusOf({ waiting: 0 }, prefer)).toBe(404);
    }
  });
});

describe('an app whose handlers are not the contract’s', () => {
  it('does not start without a handler for each operation', () => {
    expect(() => createNotesApp({ openRoutes: {} })).toThrow('no handler for readGreeting (openRoutes)');
  });

  it('does not start with a handler that the contract does not know', () => {
    const stranger = { readGreeting: () => ({ status: 200, body: { hello: '' } }), steal: () => undefined };
    expect(() => createNotesApp({ openRoutes: stranger as never })).toThrow('does not declare steal');
  });
});

describe('mounted handlers', () => {
  it('run after the contract’s, and their outages are 503 too', async () => {
    const { app } = createNotesApp({
      mount: (express) => {
        express.get('/aside', (_request, response) => void response.send('aside'));
        express.get('/broken', () => Promise.reject(new Error('secret')));
      },
    });
    expect((await request(app).get('/aside')).text).toBe('aside');
    const broken = await request(app).get('/broken');
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('secret');
  });
});

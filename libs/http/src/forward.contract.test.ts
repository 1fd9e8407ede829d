import { once } from 'node:events';
import http, { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { createNotesApp } from '../example/notes.ts';
import { connectService, forward, type ServicePool, startServer } from './index.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const behind = async (listener: RequestListener): Promise<string> => {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const gatewayTo = (
  origin: string,
  pool: ServicePool = connectService(origin),
  warn: (fields: object) => void = () => undefined,
) => {
  open.unshift(() => pool.close());
  return createNotesApp({
    log: { info: () => undefined, warn: warn as never, error: () => undefined },
    mount: (app) => app.use('/departments/social-security', (req, res) => forward(pool, req, res, req.url)),
  }).app;
};

describe('a request for a service behind', () => {
  it('goes on whole, without what belongs to the connection alone, and comes back as it is', async () => {
    const origin = await behind(async (req, res) => {
      const body = await text(req);
      const { host: _host, ...headers } = req.headers;
      res.writeHead(409, {
        'content-type': 'application/problem+json',
        'x-own': '1',
        connection: 'x-secret',
        'x-secret': 's',
      });
      res.end(JSON.stringify({ method: req.method, url: req.url, headers, body }));
    });
    const response = await request(gatewayTo(origin))
      .post('/departments/social-security/work?x=1&y=%20')
      .set({
        authorization: 'Bearer t',
        connection: 'close, x-mine',
        'x-mine': 'm',
        te: 'trailers',
        'if-match': '"r1"',
      })
      .send({ a: 1 });
    expect(response.status).toBe(409);
    expect([response.headers['x-own'], response.headers['x-secret']]).toEqual(['1', undefined]);
    const seen = JSON.parse(response.text);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/work?x=1&y=%20',
      body: '{"a":1}',
      headers: {
        authorization: 'Bearer t',
        'if-match': '"r1"',
        'x-forwarded-for': expect.stringContaining('127.0.0.1'),
      },
    });
    expect(Object.keys(seen.headers)).not.toEqual(expect.arrayContaining(['x-mine']));
    expect(Object.keys(seen.headers)).not.toEqual(expect.arrayContaining(['te']));
  });

  it('never leaves its prefix', async () => {
    const origin = await behind((_req, res) => res.end('reached'));
    const server = await startServer(gatewayTo(origin), 0);
    const asking = http.get({ port: server.port, path: '/departments/social-security/%2e%2e/secret' });
    const [response] = (await once(asking, 'response')) as [http.IncomingMessage];
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    response.resume();
    await server.close();
  });

  it('is 503 with Retry-After when nobody is there', async () => {
    const response = await request(gatewayTo('http://127.0.0.1:9')).get('/departments/social-security/work');
    expect(response.body).toMatchObject({ status: 503, type: 'urn:yimen:problem:outage' });
    expect(response.headers['retry-after']).toBe('2');
  });

  it('is 503 when no answer begins in time', async () => {
    const origin = await behind((_req, res) => void setTimeout(() => res.end(), 2_000));
    const pool = connectService(origin, { headersMs: 50 });
    const response = await request(gatewayTo(origin, pool)).get('/departments/social-security/work');
    expect(response.status).toBe(503);
  });

  it('is cut when the answer breaks in the middle, which is logged as an outage', async () => {
    const origin = await behind((_req, res) => {
      res.writeHead(200, { 'content-length': 100 });
      res.write('half', () => res.destroy());
    });
    const warned = Promise.withResolvers<object>();
    const gateway = gatewayTo(origin, connectService(origin), warned.resolve);
    await expect(request(gateway).get('/departments/social-security/work')).rejects.toThrow();
    expect(await warned.promise).toMatchObject({ err: { message: 'The service behind broke off.' } });
  });
});

import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createNotesApp, officer } from '../example/notes.ts';
import { expectContract, type HttpLimits, startServer } from './index.ts';

const hello = { status: 200, body: { hello: '您好' } } as const;

/** A running service, and requests to it whose bodies are still to be written. */
const serving = async (limits: Partial<HttpLimits>, greeting: () => Promise<typeof hello> = async () => hello) => {
  const came = Promise.withResolvers<void>();
  const verify = () => {
    came.resolve(); // the body is waited for in the same turn
    return officer;
  };
  const { app, contract } = createNotesApp({
    identity: { verify },
    openRoutes: { readGreeting: greeting },
    limits,
  });
  const { port, close } = await startServer(app, 0);
  const begin = (path: string, type: string, bytes: number) => {
    const headers = { 'content-type': type, 'content-length': bytes, 'idempotency-key': 'key-0001' };
    const sending = http.request({ port, method: 'POST', path, headers });
    sending.on('error', () => {}); // its line may be closed
    sending.flushHeaders();
    return { sending, answered: once(sending, 'response') as Promise<[http.IncomingMessage]> };
  };
  const greet = async () => {
    const [response] = (await once(http.get({ port, path: '/greeting' }), 'response')) as [http.IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  return { begin, greet, close, contract, came: came.promise };
};

describe('a JSON body that does not come', () => {
  it('takes up no place: others are served', async () => {
    const { begin, greet, close, came } = await serving({ concurrent: 1 });
    const { sending, answered } = begin('/notes', 'application/json', 4);
    const gone = expect(answered).rejects.toThrow();
    await came;
    expect(await greet()).toBe(200);
    sending.destroy();
    await gone;
    await close();
  });

  it('is answered 408 when its time is over, and its line is closed', async () => {
    const { begin, close, contract } = await serving({ arrivalMs: 20 });
    const [response] = await begin('/notes', 'application/json', 4).answered;
    const { statusCode: status = 0, headers } = response;
    const body: unknown = JSON.parse(await text(response));
    expectContract(contract, { status, headers, body, request: { method: 'POST', url: '/notes' } });
    expect([status, headers.connection]).toEqual([408, 'close']);
    expect(body).toMatchObject({ type: 'urn:yimen:problem:body-too-slow', params: { limitMs: 20 } });
    await close();
  });
});

describe('a JSON body that comes when its place has gone to somebody else', () => {
  it('is told to come back', async () => {
    const started = Promise.withResolvers<void>();
    const greeting = Promise.withResolvers<typeof hello>();
    const { begin, greet, close, came } = await serving({ concurrent: 1 }, () => {
      started.resolve();
      return greeting.promise;
    });
    const body = JSON.stringify({ title: '企业开办', applicant: { name: '张三' } });
    const { sending, answered } = begin('/notes', 'application/json', Buffer.byteLength(body));
    await came;
    const greeted = greet();
    await started.promise;
    sending.end(body);
    const [response] = await answered;
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
    response.resume();
    greeting.resolve(hello);
    expect(await greeted).toBe(200);
    await close();
  });
});

describe('a body that is streamed', () => {
  it('may take longer than a JSON body', async () => {
    const { begin, greet, close, came } = await serving({ arrivalMs: 1 });
    const { sending, answered } = begin('/notes/n1/files', 'application/octet-stream', 4);
    sending.write('ab');
    await came;
    await greet(); // longer than a JSON body has
    sending.end('cd');
    const [response] = await answered;
    expect(response.statusCode).toBe(201);
    response.resume();
    await close();
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpTransport } from './http.ts';

/** A server whose every reply the test gives. */
let server: Server;
let url: string;
let seen: string[];
let reply: (path: string) => Promise<{ status: number; body: string; headers?: Record<string, string> }>;

beforeEach(async () => {
  seen = [];
  reply = async () => ({ status: 200, body: 'fine' });
  server = createServer(async (request, response) => {
    seen.push(request.url ?? '');
    const { status, body, headers = {} } = await reply(request.url ?? '');
    response.writeHead(status, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const transport = (now: () => number, rest: { callMs?: number; concurrency?: number; replyBytes?: number } = {}) =>
  httpTransport({ now, callMs: 20_000, concurrency: 4, replyBytes: 10_000, ...rest });
const never = new AbortController().signal;

describe('HTTP to a legacy system', () => {
  it('checks the budget again when the request is about to be written, not only when it is made', async () => {
    let now = 0;
    const one = transport(() => now, { concurrency: 1 });
    let release = (): void => {};
    reply = (path) =>
      path === '/first'
        ? new Promise((resolve) => {
            release = () => resolve({ status: 200, body: '' });
          })
        : Promise.resolve({ status: 200, body: '' });
    const first = one.within({ until: 1_000, signal: never }).request({ method: 'GET', url: `${url}/first` });
    const second = one
      .within({ until: 100, signal: never })
      .request({ method: 'POST', url: `${url}/second`, body: 'x' });
    const outcome = second.catch((error: unknown) => error);
    while (seen.length === 0) await new Promise(setImmediate);
    now = 100;
    release();
    await first;
    expect(await outcome).toMatchObject({ kind: 'unreachable', mayHaveLanded: false });
    expect(seen).toEqual(['/first']);
    await one.close();
  });

  it('leaves a call when its signal says so, and cannot tell whether it landed', async () => {
    const http = transport(() => 0);
    const leave = new AbortController();
    reply = () => new Promise(() => leave.abort());
    const outcome = http.within({ until: 1, signal: leave.signal }).request({ method: 'POST', url, body: 'x' });
    await expect(outcome).rejects.toMatchObject({ kind: 'unreachable', mayHaveLanded: true });
    await http.close();
  });

  it('reads no reply beyond its limit', async () => {
    const http = transport(() => 0, { replyBytes: 100 });
    reply = async () => ({ status: 200, body: 'x'.repeat(5_000) });
    await expect(http.within({ until: 1, signal: never }).request({ method: 'GET', url })).rejects.toMatchObject({
      kind: 'unreachable',
      mayHaveLanded: true,
    });
    await http.close();
  });

  it('hears the pause that a 429 names, within reason', async () => {
    const http = transport(() => 0).within({ until: 1, signal: never });
    const pauses: unknown[] = [];
    for (const seconds of ['7', '999999', 'soon']) {
      reply = async () => ({ status: 429, body: '', headers: { 'retry-after': seconds } });
      const failure: unknown = await http.request({ method: 'GET', url }).catch((error: unknown) => error);
      pauses.push(failure);
    }
    expect(pauses).toMatchObject([{ retryAfterMs: 7_000 }, { retryAfterMs: 300_000 }, { retryAfterMs: 1_000 }]);
  });

  it('names a failure by its code, never by a text that may carry an address or content', async () => {
    const http = transport(() => 0);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const failure: unknown = await http
      .within({ until: 1, signal: never })
      .request({ method: 'POST', url, body: '欧阳震' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'ECONNREFUSED', mayHaveLanded: false });
    await http.close();
  });
});

import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createNotesApp } from '../example/notes.ts';
import { startServer } from './index.ts';

const get = async (port: number, path: string, agent?: http.Agent): Promise<http.IncomingMessage> => {
  const asking = http.get({ port, path, ...(agent ? { agent } : {}) });
  const [response] = (await once(asking, 'response')) as [http.IncomingMessage];
  return response;
};

describe('health', () => {
  it('is ready when every own part is well', async () => {
    const { app } = createNotesApp({ ready: { store: () => true, clock: () => true } });
    const response = await request(app).get('/ready');
    expect([response.status, response.body]).toEqual([200, { status: 'ready', checks: { store: true, clock: true } }]);
  });

  it('names what is not well, a check that throws included', async () => {
    const { app } = createNotesApp({
      ready: {
        store: () => Promise.reject(new Error('secret')),
        consumers: () => true,
        clock: () => false,
      },
    });
    const response = await request(app).get('/ready');
    expect([response.status, response.body]).toEqual([
      503,
      { status: 'not-ready', checks: { store: false, consumers: true, clock: false } },
    ]);
    expect(response.headers['retry-after']).toBe('2');
    expect((await request(app).get('/live')).status).toBe(200);
  });
});

describe('a server that stops', () => {
  it('finishes what is under way, closes kept connections, takes no more', async () => {
    const started = Promise.withResolvers<void>();
    const greeting = Promise.withResolvers<{ status: 200; body: { hello: string } }>();
    const { app } = createNotesApp({
      openRoutes: {
        readGreeting: () => {
          started.resolve();
          return greeting.promise;
        },
      },
    });
    const server = await startServer(app, 0);
    const agent = new http.Agent({ keepAlive: true });
    (await get(server.port, '/live', agent)).resume(); // leaves an idle connection behind
    const underWay = get(server.port, '/greeting', agent);
    await started.promise;
    const closed = server.close();
    greeting.resolve({ status: 200, body: { hello: 'late' } });
    const response = await underWay;
    expect(await text(response)).toBe('{"hello":"late"}');
    await closed;
    await expect(get(server.port, '/live')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(server.close()).toBe(server.close());
  });

  it('is not ready any more while it lingers, and asks clients to leave', async () => {
    const { app } = createNotesApp();
    const server = await startServer(app, 0, { lingerMs: 500 });
    const closed = server.close();
    const response = await get(server.port, '/ready');
    expect([response.statusCode, response.headers.connection]).toEqual([503, 'close']);
    expect(await text(response)).toContain('draining');
    await closed;
  });

  it('cuts what does not finish in time', async () => {
    const { app } = createNotesApp({ openRoutes: { readGreeting: () => new Promise(() => undefined) } });
    const server = await startServer(app, 0, { drainMs: 50 });
    const stuck = get(server.port, '/greeting');
    const cut = expect(stuck).rejects.toMatchObject({ code: 'ECONNRESET' });
    await get(server.port, '/live');
    await server.close();
    await cut;
  });
});

describe('live updates', () => {
  it('come with ids, and go on after the last one seen', async () => {
    const { app } = createNotesApp();
    const server = await startServer(app, 0);
    const asking = http.get({ port: server.port, path: '/news', headers: { 'Last-Event-ID': '41' } });
    const [response] = (await once(asking, 'response')) as [http.IncomingMessage];
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const whole = text(response);
    await server.close(); // a draining server ends its streams
    expect(await whole).toBe('retry: 2000\n\nid: 42\nevent: news\ndata: {"news":"好"}\n\n');
  });

  it('beat while nothing happens', async () => {
    const { app } = createNotesApp({ limits: { heartbeatMs: 5 } });
    const server = await startServer(app, 0);
    const response = await get(server.port, '/news');
    let seen = '';
    for await (const chunk of response) {
      seen += chunk;
      if (seen.includes('\n\n:\n\n')) break;
    }
    expect(seen).toContain(':\n\n');
    await server.close();
  });

  it('have a limit, told with 503', async () => {
    const { app } = createNotesApp({ limits: { streams: 1 } });
    const server = await startServer(app, 0);
    const first = await get(server.port, '/news');
    const second = await get(server.port, '/news');
    expect([first.statusCode, second.statusCode]).toEqual([200, 503]);
    expect(await text(second)).toContain('streams-full');
    first.destroy();
    await server.close();
  });

  it('end for a reader who does not read', async () => {
    let told = false;
    const { routes } = createNotesApp();
    const { app } = createNotesApp({
      limits: { unsentBytes: 1_000 },
      routes: {
        ...routes,
        watchNews: () => ({
          status: 200,
          events: (stream) => {
            stream.onClose(() => {
              told = true;
            });
            while (stream.send({ data: 'x'.repeat(10_000) })) if (stream.closed()) break;
          },
        }),
      },
    });
    const server = await startServer(app, 0);
    await expect(get(server.port, '/news').then(text)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(told).toBe(true);
    await server.close();
  });
});

describe('the reference', () => {
  it('is the contract itself, self-contained', async () => {
    const { app, contract } = createNotesApp();
    const response = await request(app).get('/openapi.json');
    expect(response.body).toEqual(JSON.parse(JSON.stringify(contract.document)));
    expect(JSON.stringify(response.body)).not.toContain('.yaml');
  });

  it('is readable offline under a strict policy', async () => {
    const { app } = createNotesApp();
    const page = await request(app).get('/docs/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
    expect(links).toEqual(['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js']);
    for (const link of links) expect([link, (await request(app).get(`/docs/${link}`)).status]).toEqual([link, 200]);
    expect((await request(app).get('/docs')).headers['location']).toBe('docs/');
  });
});

import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { Outage } from '@yimen/kernel';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createNotes, createNotesApp } from '../example/notes.ts';
import { startServer } from './index.ts';

interface Line {
  readonly level: string;
  readonly err?: Error;
  readonly reason?: string;
  readonly traceId?: string;
}

/** An app whose file is this stream, and what it logs. */
const serving = (stream: () => Readable) => {
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const at = (level: string) => (fields: object) => {
    lines.push({ level, ...fields });
    for (const look of waiting) look();
  };
  const { routes } = createNotes();
  const { app } = createNotesApp({
    routes: { ...routes, readFile: () => ({ status: 200, stream: stream() }) },
    log: { info: at('info'), warn: at('warn'), error: at('error') } as never,
  });
  const logged = (count: number) =>
    new Promise<readonly Line[]>((resolve) => {
      const look = () => lines.length >= count && resolve(lines);
      waiting.add(look);
      look();
    });
  return { app, lines, logged };
};

const halfThen = (error: Error) =>
  Readable.from(
    (async function* () {
      yield Buffer.alloc(100_000);
      throw error;
    })(),
  );

describe('an answer that breaks on our side after it has begun', () => {
  it.each([
    ['warn', new Outage('The database cannot be reached.')],
    ['error', new Error('a fault of ours')],
  ])('is cut, and logged as %s', async (level, err) => {
    const { app, logged } = serving(() => halfThen(err));
    await expect(request(app).get('/notes/n1/files')).rejects.toThrow();
    expect(await logged(1)).toEqual([{ level, err, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });
});

describe('a client that leaves in the middle of an answer', () => {
  it('is no fault of anybody, and not logged', async () => {
    const given = Promise.withResolvers<Readable>();
    const { app, lines } = serving(() => {
      const endless = new Readable({ read: () => void endless.push(Buffer.alloc(100_000)) });
      given.resolve(endless);
      return endless;
    });
    const server = await startServer(app, 0);
    const asking = http.get({ port: server.port, path: '/notes/n1/files' });
    await once(asking, 'response');
    asking.destroy();
    const endless = await given.promise;
    if (!endless.destroyed) await once(endless, 'close').catch(() => undefined);
    await server.close();
    expect(lines).toEqual([]);
  });
});

describe('a fault without a trace', () => {
  it('is logged under the id that the answer shows', async () => {
    const { app, lines } = serving(() => Readable.from([]));
    const { traceId } = (await request(app).get('/notes/fault')).body;
    expect(lines).toMatchObject([
      { level: 'error', traceId },
      { level: 'info', reason: 'fault', traceId },
    ]);
  });
});

describe('work that takes longer than anybody waits', () => {
  it('is answered as an outage; what comes of it afterwards is only logged, under the same id', async () => {
    const work = Promise.withResolvers<never>();
    const lines: Line[] = [];
    const logged = Promise.withResolvers<void>();
    const warn = (fields: object) => {
      lines.push({ level: 'warn', ...fields });
      if (lines.length === 2) logged.resolve();
    };
    const { app } = createNotesApp({
      openRoutes: { readGreeting: () => work.promise },
      log: { info: () => {}, warn, error: warn } as never,
      limits: { answerMs: 1 },
    });
    const { status, headers, body } = await request(app).get('/greeting');
    expect([status, headers['retry-after'], body.type]).toEqual([503, '2', 'urn:yimen:problem:outage']);
    work.reject(new Outage('away after all'));
    await logged.promise;
    expect(lines.map(({ err }) => err?.message)).toEqual(['No answer within 1 ms.', 'away after all']);
    expect(lines.map(({ traceId }) => traceId)).toEqual([body.traceId, body.traceId]);
  });

  it('closes what it would have sent', async () => {
    const given = Promise.withResolvers<{ readonly status: 200; readonly stream: Readable }>();
    const { routes } = createNotes();
    const { app } = createNotesApp({ routes: { ...routes, readFile: () => given.promise }, limits: { answerMs: 1 } });
    expect((await request(app).get('/notes/n1/files')).status).toBe(503);
    const stream = new Readable({ read: () => {} });
    given.resolve({ status: 200, stream });
    await once(stream, 'close');
  });
});

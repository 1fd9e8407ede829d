import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connect, sumOf } from './driver.ts';

const listening = async <T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

describe('a light client', () => {
  it('comes again with the same key when it is refused cleanly or the line breaks, and counts every try', async () => {
    const keys: unknown[] = [];
    const answer: RequestListener = (request, response) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length === 1) response.writeHead(503, { 'retry-after': '0' }).end('{}');
      else if (keys.length === 2) request.socket.destroy();
      else response.writeHead(201).end('{"id":"a"}');
    };
    await listening(answer, async (url) => {
      const client = connect(url, 1, new AbortController().signal);
      const before = client.counts();
      const { status, body } = await client.call('POST', '/cases', { token: '', body: '{}' });
      expect([status, body]).toEqual([201, { id: 'a' }]);
      expect(sumOf([client.counts()], before)).toEqual({ calls: 3, refused: 1, broken: 1 });
      expect(new Set(keys).size).toBe(1);
      await client.close();
    });
  });

  it('sends nothing more once the bench is told to end', async () => {
    await listening(
      (_, response) => void response.end('{}'),
      async (url) => {
        const ending = new AbortController();
        const client = connect(url, 1, ending.signal);
        ending.abort(new Error('told to end'));
        await expect(client.call('GET', '/', { token: '' })).rejects.toThrow('told to end');
        expect(client.counts().calls).toBe(0);
        await client.close();
      },
    );
  });
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const CROWD = 1_000;

/** A system may hold fewer connections for anybody than a server asks for. */
const heldBySystem = (): number => {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  } catch {
    return 128;
  }
};

/** A server on a thread that stands still until somebody wakes it. */
const standingStill = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(async ({ startServer }) => {
    const app = Object.assign((_request, response) => response.end('served'), { emit: () => {} });
    const { port } = await startServer(app, 0, { host: '127.0.0.1' });
    parentPort.postMessage(port);
    Atomics.wait(workerData.awake, 0, 0);
  });`;

describe('a crowd that comes while a process is too busy to look up', () => {
  it('is connected, and served afterwards', async () => {
    const awake = new Int32Array(new SharedArrayBuffer(4));
    const module = new URL('server.ts', import.meta.url).href;
    const worker = new Worker(standingStill, { eval: true, workerData: { module, awake } });
    const [port] = (await once(worker, 'message')) as [number];
    const crowd: Socket[] = [];
    try {
      const size = Math.min(CROWD, heldBySystem());
      for (let n = 0; n < size; n++) crowd.push(connect(port, '127.0.0.1'));
      await Promise.all(crowd.map((socket) => once(socket, 'connect')));
      const served = crowd.map((socket) => once(socket, 'data'));
      for (const socket of crowd) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      Atomics.store(awake, 0, 1);
      Atomics.notify(awake, 0);
      const answers = await Promise.all(served);
      expect(answers.every(([data]) => String(data).startsWith('HTTP/1.1 200'))).toBe(true);
    } finally {
      for (const socket of crowd) socket.destroy();
      Atomics.store(awake, 0, 1);
      Atomics.notify(awake, 0);
      await worker.terminate();
    }
  });
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { startServer } from './index.ts';

const CROWD = 1_000;

/** A system may hold fewer connections for anybody than a server asks for. */
const heldBySystem = (): number => {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  } catch {
    return 128;
  }
};

/** A server on a thread that stands still until somebody wakes it, and counts its turns until all were served. */
const standingStill = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(async ({ startServer }) => {
    let [served, turns] = [0, 0];
    const app = (_request, response) => {
      response.end('served');
      if (++served === workerData.size) parentPort.postMessage(turns);
    };
    const { port } = await startServer(Object.assign(app, { emit: () => {} }), 0, { host: '127.0.0.1' });
    parentPort.postMessage(port);
    Atomics.wait(workerData.awake, 0, 0);
    setImmediate(function turn() {
      turns++;
      setImmediate(turn);
    });
  });`;

describe('a crowd that comes while a process is too busy to look up', () => {
  it('is connected, and served in few turns afterwards, not in one for each', async () => {
    const awake = new Int32Array(new SharedArrayBuffer(4));
    const wake = (): void => {
      Atomics.store(awake, 0, 1);
      Atomics.notify(awake, 0);
    };
    const module = new URL('server.ts', import.meta.url).href;
    const size = Math.min(CROWD, heldBySystem());
    const worker = new Worker(standingStill, { eval: true, workerData: { module, awake, size } });
    const [port] = (await once(worker, 'message')) as [number];
    const crowd: Socket[] = [];
    try {
      for (let n = 0; n < size; n++) crowd.push(connect(port, '127.0.0.1'));
      await Promise.all(crowd.map((socket) => once(socket, 'connect')));
      const answered = crowd.map((socket) => once(socket, 'data'));
      for (const socket of crowd) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      const counted = once(worker, 'message');
      wake();
      const answers = await Promise.all(answered);
      expect(answers.every(([data]) => String(data).startsWith('HTTP/1.1 200'))).toBe(true);
      const [turns] = (await counted) as [number];
      if (process.platform === 'linux') expect(turns).toBeLessThan(size / 8);
    } finally {
      for (const socket of crowd) socket.destroy();
      wake();
      await worker.terminate();
    }
  });
});

describe('a port', () => {
  it('belongs to one process, though it has many doors', async () => {
    const app = express();
    const { port, close } = await startServer(app, 0, { host: '127.0.0.1' });
    await expect(startServer(app, port, { host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
    await close();
    const again = await startServer(app, port, { host: '127.0.0.1' });
    expect(again.port).toBe(port);
    await again.close();
  });
});

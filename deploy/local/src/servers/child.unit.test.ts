import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild, tailOf, waitUntilReady } from './child.ts';

const root = await mkdtemp(join(tmpdir(), 'yimen-child-'));
afterAll(() => rm(root, { recursive: true }));

const start = (name: string, script: string, stopMs?: number) =>
  startChild({
    name,
    command: process.execPath,
    args: ['-e', script],
    logFile: join(root, `${name}.log`),
    ...(stopMs === undefined ? {} : { stopMs }),
  });

const ready = (name: string) => async () => tailOf(join(root, `${name}.log`)).includes('ready');

describe('a child process', () => {
  it('is waited for, stopped by SIGTERM, and says how it ended', async () => {
    const child = start(
      'kind',
      "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1e3); console.log('ready')",
    );
    await waitUntilReady(child, ready('kind'));
    await child.stop();
    expect(child.ending()).toBe('exit code 7');
  });

  it('that does not listen to SIGTERM is killed', async () => {
    const child = start(
      'deaf',
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e3); console.log('ready')",
      50,
    );
    await waitUntilReady(child, ready('deaf'));
    await child.stop();
    expect(child.ending()).toBe('SIGKILL');
  });

  it('that ends before it is ready is told with the end of its log', async () => {
    const child = start('weak', "console.error('no secret given'); process.exit(3)");
    await expect(waitUntilReady(child, async () => false)).rejects.toThrow(
      /weak ended before it was ready \(exit code 3\).*no secret given/s,
    );
  });

  it('whose program does not exist is told too', async () => {
    const child = startChild({ name: 'ghost', command: '/nowhere/ghost', args: [], logFile: join(root, 'ghost.log') });
    await expect(waitUntilReady(child, async () => false)).rejects.toThrow(/ghost ended before it was ready/);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@yimen/testing';
import { afterAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'yimen-warden-'));
afterAll(() => rmSync(dir, { recursive: true }));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const parentOf = (script: string) => {
  const start = `import { startChild } from '${new URL('./child.ts', import.meta.url).pathname}';
    const child = startChild({ name: 'server', command: process.execPath, logFile: '${join(dir, 'server.log')}',
      args: ['-e', 'setInterval(() => {}, 1e3)'] });
    console.log(child.pid);
    ${script}`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', start], { stdio: ['ignore', 'pipe', 2] });
};

const serverOf = async ({ stdout }: ReturnType<typeof parentOf>): Promise<number> => {
  if (!stdout) throw new Error('The parent has no output.');
  return Number(String(await once(stdout, 'data')));
};

describe('a server whose parent is killed by SIGKILL', () => {
  it('does not outlive it', async () => {
    const parent = parentOf('setInterval(() => {}, 1e3);');
    const server = await serverOf(parent);
    expect(isAlive(server)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => !isAlive(server));
  });
});

describe('a parent that has nothing more to do', () => {
  it('is not kept by its warden', async () => {
    const parent = parentOf('await child.stop();');
    const ended = once(parent, 'exit');
    await serverOf(parent);
    expect((await ended)[0]).toBe(0);
  });
});

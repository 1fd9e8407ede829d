import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
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

const saidBy = async ({ stdout }: ReturnType<typeof parentOf>): Promise<string> => {
  if (!stdout) throw new Error('The parent has no output.');
  return String(await once(stdout, 'data'));
};

const serverOf = async (parent: ReturnType<typeof parentOf>): Promise<number> => Number(await saidBy(parent));

describe('a server whose parent is killed by SIGKILL', () => {
  it('does not outlive it', async () => {
    const parent = parentOf('setInterval(() => {}, 1e3);');
    const server = await serverOf(parent);
    expect(isAlive(server)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => !isAlive(server));
  });
});

describe('temporary folders of a process that is killed by SIGKILL', () => {
  it('do not outlive it, but for those that it gave away', async () => {
    const start = `import { temporaryFolder } from '${new URL('./warden.ts', import.meta.url).pathname}';
      const folders = ['one', 'two words', 'three'].map((name) => temporaryFolder('warden-test-' + name));
      folders[0].remove();
      console.log(JSON.stringify(folders.map(({ path }) => path)));
      setInterval(() => {}, 1e3);`;
    const args = ['--input-type=module-typescript', '-e', start];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 2] });
    const folders: string[] = JSON.parse(await saidBy(parent));
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, true, true]);
    mkdirSync(folders[0] ?? ''); // another's by now
    parent.kill('SIGKILL');
    await eventually(() => folders.slice(1).every((folder) => !existsSync(folder)));
    expect(existsSync(folders[0] ?? '')).toBe(true);
    rmdirSync(folders[0] ?? '');
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

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild } from '../servers/child.ts';
import { requireUnused, takeFolder } from './lock.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'yimen-lock-'));
const file = join(stateDir, 'run.json');
afterAll(() => rmSync(stateDir, { recursive: true }));

describe('a state folder', () => {
  it('is refused to a second run while the first is alive, and named', async () => {
    const args = ['-e', 'setInterval(() => {}, 1e3)'];
    const other = startChild({ name: 'other', command: process.execPath, args, logFile: join(stateDir, 'log') });
    const lstart = await execa('ps', ['-o', 'lstart=', '-p', String(other.pid)], { env: { LC_ALL: 'C', TZ: 'UTC' } });
    writeFileSync(file, JSON.stringify({ pid: other.pid, started: lstart.stdout.trim() }));
    await expect(requireUnused(stateDir)).rejects.toThrow(`process ${other.pid}`);
    await other.kill();
    await expect(requireUnused(stateDir)).resolves.toBeUndefined();
  });

  it('is not kept by a stranger that got the process id of a dead run', async () => {
    writeFileSync(file, JSON.stringify({ pid: 1, started: 'Mon Jan  1 00:00:00 2001' }));
    const giveBack = await takeFolder(stateDir);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    giveBack();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});

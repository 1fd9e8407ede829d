import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@yimen/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild } from '../servers/child.ts';
import { endLeftovers, openRoster } from './leftovers.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'yimen-leftovers-'));
const file = join(stateDir, 'processes.json');
const roster = openRoster(stateDir);
const idle = () =>
  startChild({
    name: 'idle',
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1e3)'],
    logFile: join(stateDir, 'idle.log'),
    spawned: roster.note,
  });
const recorded = () => eventually(() => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')));
afterAll(() => rmSync(stateDir, { recursive: true }));

describe('a run that was killed', () => {
  it('leaves processes behind that the next start ends', async () => {
    const child = idle();
    const { children } = await recorded();
    expect(children).toHaveProperty(String(child.pid));
    writeFileSync(file, JSON.stringify({ owner: {}, children: { [child.pid]: children[child.pid] } }));
    expect(await endLeftovers(stateDir)).toBe(1);
    await child.ended;
    expect(child.ending()).toBe('SIGKILL');
    expect(existsSync(file)).toBe(false);
  });

  it('does not cost a stranger its life that got the same process id', async () => {
    const stranger = idle();
    writeFileSync(file, JSON.stringify({ owner: {}, children: { [stranger.pid]: 'Mon Jan  1 00:00:00 2001' } }));
    expect(await endLeftovers(stateDir)).toBe(0);
    expect(stranger.ending()).toBeUndefined();
    await stranger.kill();
  });
});

describe('a run that is alive', () => {
  it('is told from a killed one, and named', async () => {
    const other = idle();
    const { children } = await eventually(async () => {
      const seen = await recorded();
      return seen.children[other.pid] && seen;
    });
    writeFileSync(file, JSON.stringify({ owner: { [other.pid]: children[other.pid] }, children: {} }));
    await expect(endLeftovers(stateDir)).rejects.toThrow(`process ${other.pid}`);
    await other.kill();
  });
});

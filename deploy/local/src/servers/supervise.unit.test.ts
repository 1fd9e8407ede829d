import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@yimen/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from './child.ts';
import { supervise } from './supervise.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-supervise-'));
afterAll(() => rmSync(dir, { recursive: true }));

const setStage = async (began: (child: Child, nth: number) => Promise<void> = async () => {}) => {
  const children: Child[] = [];
  const heard: string[] = [];
  const start = async () => {
    const args = ['-e', 'setInterval(() => {}, 1e3)'];
    const child = startChild({ name: 'desk', command: process.execPath, args, logFile: join(dir, 'desk.log') });
    children.push(child);
    await began(child, children.length);
    return child;
  };
  const part = await supervise(start, (sentence) => heard.push(sentence));
  return { part, heard, children, newest: () => children.at(-1) };
};

describe('a supervised part', () => {
  it('is started again when it ends by itself, and that is told', async () => {
    const { part, heard, children, newest } = await setStage();
    process.kill(newest()?.pid ?? 0, 'SIGKILL');
    await eventually(() => heard.some((sentence) => sentence === 'desk is back.'));
    expect(children.length).toBe(2);
    expect(newest()?.ending()).toBeUndefined();
    await part.stop();
  });

  it('is started again, too, when it has ended before anybody looked', async () => {
    const { part, children, newest } = await setStage(async (child, nth) => {
      if (nth === 1) await child.kill();
    });
    await eventually(() => children.length === 2 && newest()?.ending() === undefined);
    await part.stop();
  });

  it('runs once when it is restarted by hand while it is about to come back', async () => {
    const { part, heard, children, newest } = await setStage();
    process.kill(newest()?.pid ?? 0, 'SIGKILL');
    await eventually(() => heard.length > 0);
    await part.restart();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than the pause before it would come back
    expect(children.filter((child) => child.ending() === undefined)).toHaveLength(1);
    await part.stop();
  });

  it('stays down when it was killed on purpose, until it is restarted', async () => {
    const { part, heard, children, newest } = await setStage();
    await part.kill();
    expect(newest()?.ending()).toBe('SIGKILL');
    await part.restart();
    expect(children.length).toBe(2);
    expect(heard).toEqual([]);
    await part.stop();
    expect(newest()?.ending()).toBe('SIGTERM');
  });
});

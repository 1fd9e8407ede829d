import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimRun, RUN_CLAIM } from './run-claim.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yimen-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const leave = (claim: object | string): void =>
  writeFileSync(join(folder, RUN_CLAIM), typeof claim === 'string' ? claim : JSON.stringify(claim));

describe('a folder that a backup runs into', () => {
  it('is refused to a second run while the first lives, and free when that has ended', async () => {
    const giveBack = await claimRun(folder);
    await expect(claimRun(folder)).rejects.toThrow(`process ${process.pid}`);
    giveBack();
    expect(existsSync(join(folder, RUN_CLAIM))).toBe(false);
    (await claimRun(folder))();
  });

  it('is refused to one of two that begin at once', async () => {
    const both = await Promise.allSettled([claimRun(folder), claimRun(folder)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is taken over from a run that died, whoever has its process id now', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (const dead of [{ pid }, { pid: process.pid }]) {
      leave({ host: hostname(), started: 'Mon Jan  1 00:00:00 2001', ...dead });
      (await claimRun(folder))();
    }
  });

  it('is not taken over where nobody can tell whether its run lives', async () => {
    for (const claim of [{ host: 'elsewhere', pid: 1, started: '' }, '']) {
      leave(claim);
      await expect(claimRun(folder)).rejects.toThrow(`remove ${join(folder, RUN_CLAIM)}`);
    }
  });

  it('is made when it is not there', async () => {
    const fresh = join(folder, 'deep', 'fresh');
    (await claimRun(fresh))();
    expect(existsSync(fresh)).toBe(true);
  });
});

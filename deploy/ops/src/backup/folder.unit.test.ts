import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASE, claimFolder, releaseFolder } from './folder.ts';
import { claimRun } from './run-claim.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yimen-claim-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dumpHalf = (): void => {
  mkdirSync(join(folder, BASE));
  writeFileSync(join(folder, BASE, 'half.bson'), 'half');
};

describe('the folder of a first backup', () => {
  it('may be begun again when that was cut off, without what was dumped of it', () => {
    claimFolder(folder);
    dumpHalf();
    claimFolder(folder);
    expect(existsSync(join(folder, BASE))).toBe(false);
  });

  it('is empty when only the claim of its run is in it', async () => {
    const giveBack = await claimRun(folder);
    expect(() => claimFolder(folder)).not.toThrow();
    giveBack();
  });

  it('is refused when it holds something else, which stays as it is', () => {
    dumpHalf();
    expect(() => claimFolder(folder)).toThrow('holds no backup');
    expect(existsSync(join(folder, BASE, 'half.bson'))).toBe(true);
  });

  it('is not begun again once the backup is whole', () => {
    claimFolder(folder);
    dumpHalf();
    releaseFolder(folder);
    expect(() => claimFolder(folder)).toThrow('holds no backup');
  });
});

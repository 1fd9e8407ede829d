import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fillOnce, onPath, runTool } from './tools.ts';

const root = await mkdtemp(join(tmpdir(), 'yimen-tools-'));
afterAll(() => rm(root, { recursive: true }));

describe('a folder of the cache', () => {
  it('is filled once and then left alone', async () => {
    let filled = 0;
    const fill = async (unfinished: string) => {
      filled += 1;
      await writeFile(join(unfinished, 'program'), 'whole');
    };
    await fillOnce(join(root, 'whole'), fill);
    await fillOnce(join(root, 'whole'), fill);
    expect(filled).toBe(1);
    expect(await readdir(join(root, 'whole'))).toEqual(['program']);
  });

  it('does not exist after an interrupted download, so that the next run starts anew', async () => {
    const broken = async (unfinished: string) => {
      await writeFile(join(unfinished, 'program'), 'ha');
      throw new Error('the line is down');
    };
    await expect(fillOnce(join(root, 'half'), broken)).rejects.toThrow('the line is down');
    expect(await readdir(root)).not.toContain('half');
    expect((await readdir(root)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a program on PATH', () => {
  it('is found when it may be executed, in the first folder that has it', async () => {
    const program = join(root, 'mongod');
    await writeFile(program, '');
    expect(onPath('mongod', root)).toBeUndefined();
    await chmod(program, 0o755);
    expect(onPath('mongod', `/nowhere:${root}`)).toBe(program);
  });

  it('that fails is told in one sentence with its own reason', async () => {
    const script = "console.error('starting'); console.error('error: no route to host'); process.exit(1)";
    await expect(runTool(process.execPath, ['-e', script], 'Downloading Redis')).rejects.toThrow(
      'Downloading Redis failed: error: no route to host. Check network and disk, then start again.',
    );
  });
});

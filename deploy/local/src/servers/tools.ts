import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { Obstacle } from './obstacle.ts';

/** A sentence for the progress line. */
export type Say = (detail: string) => void;

/** The full path of a program on a PATH, or `undefined`. */
export const onPath = (program: string, path: string): string | undefined =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Fills a folder at most once: `fill` works in a folder beside it that takes the final name only when all went well,
 * so that an interrupted download is never taken for a whole one.
 */
export const fillOnce = async (folder: string, fill: (unfinished: string) => Promise<void>): Promise<string> => {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    // another run may have finished the same folder meanwhile: its content is the same
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
};

/** Runs a program to its end; a failure becomes one sentence with the last line that it wrote. */
export const runTool = async (
  program: string,
  args: readonly string[],
  what: string,
  cwd?: string,
): Promise<string> => {
  const result = await execa(program, args, { reject: false, all: true, stdin: 'ignore', ...(cwd ? { cwd } : {}) });
  if (!result.failed) return result.stdout;
  const lines = (result.all ?? '').trim().split('\n');
  const why = lines.findLast((line) => /error|no space|could not|unable/i.test(line)) ?? lines.at(-1) ?? '';
  throw new Obstacle(`${what} failed: ${why.trim() || result.shortMessage}. Check network and disk, then start again.`);
};

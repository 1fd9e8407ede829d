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

/** One server of the compose file, under a project of its own. */
export interface Container {
  /** Compose project: servers of one data folder share it. */
  readonly project: string;
  readonly service: 'mongodb' | 'kafka' | 'redis';
  readonly port: number;
  /** Throw the volumes away on stop. */
  readonly temporary: boolean;
}

const compose = ({ project, service, port }: Container, args: readonly string[], what: string): Promise<string> =>
  runTool(
    'env',
    [`PORT=${port}`, 'docker', 'compose', '-f', COMPOSE_FILE, '-p', `${project}-${service}`, ...args],
    what,
  );

/** Starts a container and answers how it is stopped. */
export const startContainer = async (container: Container): Promise<() => Promise<void>> => {
  const { service, temporary } = container;
  await compose(container, ['up', '--detach', service], `Starting ${service} by Docker`);
  return async () => {
    await compose(container, temporary ? ['down', '--volumes'] : ['down'], `Stopping ${service} by Docker`);
  };
};

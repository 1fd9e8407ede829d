import { createServer, type Server } from 'node:net';
import { Obstacle } from './obstacle.ts';

const HOST = '127.0.0.1';

const listen = (port: number): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
};

/** So many ports of 127.0.0.1 that nobody uses at this moment, all different. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const open = servers.filter((server) => server !== undefined);
  const ports = open.map(portOf);
  await Promise.all(open.map(close));
  return ports;
};

/** Whether nobody listens on this port of 127.0.0.1. */
export const isFree = async (port: number): Promise<boolean> => {
  const server = await listen(port);
  if (server) await close(server);
  return server !== undefined;
};

/** Throws one sentence that names every taken port, who wanted it, and the way out. */
export const requireFreePorts = async (wanted: Readonly<Record<string, number>>): Promise<void> => {
  const checks = await Promise.all(
    Object.entries(wanted).map(async ([name, port]) => ((await isFree(port)) ? undefined : `${port} (${name})`)),
  );
  const taken = checks.filter((text) => text !== undefined);
  if (taken.length === 0) return;
  const [port, are] = taken.length === 1 ? ['Port', 'is'] : ['Ports', 'are'];
  throw new Obstacle(
    `${port} ${taken.join(', ')} ${are} taken: stop what listens there (\`lsof -i :<port>\` shows it), or start on free ports with \`npm start -- --free-ports\`.`,
  );
};

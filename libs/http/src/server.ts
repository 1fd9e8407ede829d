import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Express } from 'express';

/** How long stopping may take. */
export interface DrainLimits {
  readonly host?: string;
  /** Time for load balancers to see `/ready` fail before connections are refused. */
  readonly lingerMs?: number;
  /** After this, what is still open is cut. */
  readonly drainMs?: number;
}

/** A listening service. */
export interface RunningServer {
  readonly port: number;
  /** Stops taking work, lets what is under way finish within its limit, then resolves. Idempotent. */
  readonly close: () => Promise<void>;
}

const sweepMs = 50;

/**
 * Connections that the kernel holds until we take them. With Node's usual 511 a crowd that comes at once is turned away
 * by silence, and hears no "try again shortly"; the system's own limit (`net.core.somaxconn`, 4,096 on Linux) still holds.
 */
const backlog = 4_096;

/**
 * Sockets that listen on one port. Node takes one connection of each per turn of its event loop, so that with a single one
 * whoever comes anew waits for a turn of all who are connected: minutes under load. Where a system cannot share a port
 * among sockets there is one.
 */
const doorCount = process.platform === 'linux' ? 64 : 1;

/** Listens on a port (0: any free one); throws when somebody else does. */
export const startServer = async (app: Express, port: number, limits: DrainLimits = {}): Promise<RunningServer> => {
  let draining = false;
  const open = () => {
    const server = createServer({ requestTimeout: 300_000, headersTimeout: 20_000 }, (request, response) => {
      if (draining) response.setHeader('Connection', 'close');
      app(request, response);
    });
    server.keepAliveTimeout = 65_000; // longer than the proxies' in front of us, so that they close first
    return server;
  };
  const doors = await openDoors(port, limits.host, open);
  let closing: Promise<void> | undefined;
  return {
    port: doors.port,
    close: () => {
      closing ??= drain(doors.servers, limits, () => {
        draining = true;
        app.emit('drain');
      });
      return closing;
    },
  };
};

interface Doors {
  readonly port: number;
  readonly servers: readonly Server[];
}

const openDoors = async (port: number, host: string | undefined, open: () => Server): Promise<Doors> => {
  const listen = async (options: ListenOptions) => {
    const server = open();
    server.listen({ host, backlog, ...options });
    await once(server, 'listening');
    return { server, port: (server.address() as AddressInfo).port };
  };
  if (doorCount === 1) {
    const { server, ...at } = await listen({ port });
    return { ...at, servers: [server] };
  }
  // a shared port is not refused to another process that shares it, too; an unshared one is
  const claim = port === 0 ? undefined : await listen({ port });
  if (claim) await new Promise((resolve) => claim.server.close(resolve));
  const first = await listen({ port, reusePort: true });
  const shared = { port: first.port, reusePort: true };
  const others = await Promise.all(Array.from({ length: doorCount - 1 }, () => listen(shared)));
  return { port: first.port, servers: [first, ...others].map(({ server }) => server) };
};

const drain = async (
  servers: readonly Server[],
  { lingerMs = 0, drainMs = 10_000 }: DrainLimits,
  begin: () => void,
): Promise<void> => {
  begin();
  if (lingerMs > 0) await new Promise((resolve) => setTimeout(resolve, lingerMs));
  const closed = Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  const closeIdle = (): void => {
    for (const server of servers) server.closeIdleConnections();
  };
  // answers sent since leave their connections idle: close those again and again
  const sweep = setInterval(closeIdle, sweepMs);
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, drainMs);
  closeIdle();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
};

/** Runs `stop` once on SIGTERM or SIGINT, then ends the process: 0, or 1 when stopping failed. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', once);
  process.once('SIGINT', once);
};

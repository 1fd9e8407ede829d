import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** Listens on a port (0: any free one). */
export const startServer = async (app: Express, port: number, limits: DrainLimits = {}): Promise<RunningServer> => {
  let draining = false;
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 20_000 }, (request, response) => {
    if (draining) response.setHeader('Connection', 'close');
    app(request, response);
  });
  server.keepAliveTimeout = 65_000; // longer than the proxies' in front of us, so that they close first
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: limits.host, backlog }, resolve);
  });
  let closing: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing ??= drain(server, limits, () => {
        draining = true;
        app.emit('drain');
      });
      return closing;
    },
  };
};

const drain = async (server: Server, { lingerMs = 0, drainMs = 10_000 }: DrainLimits, begin: () => void) => {
  begin();
  if (lingerMs > 0) await new Promise((resolve) => setTimeout(resolve, lingerMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // answers sent since leave their connections idle: close those again and again
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  server.closeIdleConnections();
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

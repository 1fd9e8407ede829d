import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** A connection of the driver, as far as it matters here. */
interface Connection {
  readonly closed: boolean;
  readonly socket: Socket;
}

/** The driver's own class, which it does not export. */
type ConnectionClass = {
  readonly Connection: { readonly prototype: { cleanup: (this: Connection, error: Error) => void } };
};

const mongoose = createRequire(import.meta.url).resolve('mongoose');
const { prototype } = (createRequire(mongoose)('mongodb/lib/cmap/connection.js') as ConnectionClass).Connection;
const { cleanup } = prototype;

const cleanupAloud = function (this: Connection, error: Error): void {
  const wasClosed = this.closed;
  cleanup.call(this, error);
  if (!wasClosed) this.socket.emit('error', error);
};

/**
 * Wakes who waits to write on a connection that ends: mongodb 7.8.0 waits for the socket to drain or to break, and a
 * socket that was closed or timed out does neither, so that the command would hang for ever, whatever its limits.
 */
export const wakingDriver = (): void => {
  prototype.cleanup = cleanupAloud;
};

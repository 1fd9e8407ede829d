import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a line does to those who speak over it. */
export interface Weather {
  /** Added to every chunk, each way. */
  readonly delayMs?: number;
  /** The delay is so much more or less. */
  readonly jitterMs?: number;
  readonly bytesPerS?: number;
  /** Every connection is reset about so often. */
  readonly resetEveryMs?: number;
  /** Connections stay, and nothing comes through any more. */
  readonly deaf?: true;
}

/** A line in front of a server. */
export interface WeatherLine {
  readonly port: number;
  /** From now on; a line that was deaf drops its connections when it hears again. */
  readonly set: (weather: Weather) => void;
}

const HOST = '127.0.0.1';

/** Lays a line to a port of this machine. */
export const layLine = async (to: number, chance: () => number): Promise<WeatherLine> => {
  const pairs = new Set<readonly [Socket, Socket]>();
  let weather: Weather = {};

  const carry = (from: Socket, into: Socket): void => {
    let freeAt = 0;
    from.on('data', (chunk) => {
      if (weather.deaf) return;
      const { delayMs = 0, jitterMs = 0, bytesPerS } = weather;
      const now = performance.now();
      const lag = delayMs + (chance() * 2 - 1) * jitterMs;
      freeAt = Math.max(freeAt, now + lag) + (bytesPerS ? (chunk.length / bytesPerS) * 1_000 : 0);
      const waitMs = freeAt - now;
      if (waitMs <= 0) return void into.write(chunk);
      from.pause(); // what waits here is bounded by one chunk and the sockets' own buffers
      setTimeout(() => {
        if (!into.destroyed) into.write(chunk);
        from.resume();
      }, waitMs);
    });
  };
  const server = createServer((near) => {
    // who counts callers by their address must not take all of them for one
    const localAddress = process.platform === 'linux' ? near.remoteAddress : undefined;
    const far = connect({ port: to, host: HOST, ...(localAddress ? { localAddress } : {}) });
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [far, near] as const]) {
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
      carry(one, other);
    }
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  server.unref();
  setInterval(() => {
    const { resetEveryMs } = weather;
    if (resetEveryMs === undefined) return;
    for (const [near] of pairs) if (chance() < RESET_LOOK_MS / resetEveryMs) near.resetAndDestroy();
  }, RESET_LOOK_MS).unref();
  const drop = (): void => {
    for (const [near] of pairs) near.destroy();
  };
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    set: (next) => {
      if (weather.deaf && !next.deaf) drop();
      weather = next;
    },
  };
};

const RESET_LOOK_MS = 100;

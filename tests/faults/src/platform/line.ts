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
  /** Every connection that is there, or is opened meanwhile, goes deaf: it stays, and nothing ever comes through again. */
  readonly deaf?: true;
}

/** A line in front of a server. */
export interface WeatherLine {
  readonly port: number;
  /** From now on. What has gone deaf stays deaf when the weather is fine again: only new connections get through. */
  readonly set: (weather: Weather) => void;
  /** When (ms) those who opened deaf connections gave them up. */
  readonly gaveUpDeaf: () => readonly number[];
  /** Cuts what is deaf, so that nobody waits on it while a platform ends. */
  readonly hangUp: () => void;
  /** Cuts everything, and nobody gets through any more. */
  readonly close: () => void;
}

/** One connection: whoever opened it, and the server behind the line. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  deaf: boolean;
}

const HOST = '127.0.0.1';
const RESET_LOOK_MS = 100;

/** Carries what arrives at one end to the other, as the weather is at that moment. */
const carry = (pair: Pair, [from, into]: readonly [Socket, Socket], weather: () => Weather, chance: () => number) => {
  let freeAt = 0;
  from.on('data', (chunk) => {
    if (pair.deaf) return;
    const { delayMs = 0, jitterMs = 0, bytesPerS } = weather();
    const now = performance.now();
    const lag = delayMs + (chance() * 2 - 1) * jitterMs;
    freeAt = Math.max(freeAt, now + lag) + (bytesPerS ? (chunk.length / bytesPerS) * 1_000 : 0);
    const waitMs = freeAt - now;
    if (waitMs <= 0) return void into.write(chunk);
    from.pause(); // what waits here is bounded by one chunk and the sockets' own buffers
    setTimeout(() => {
      if (!into.destroyed && !pair.deaf) into.write(chunk);
      from.resume();
    }, waitMs);
  });
};

const hangUpOn = (pairs: Iterable<Pair>): void => {
  for (const { near, far } of pairs) {
    near.destroy();
    far.destroy();
  }
};

/** Lays a line to a port of this machine. */
export const layLine = async (to: number, chance: () => number): Promise<WeatherLine> => {
  const pairs = new Set<Pair>();
  const givenUp: number[] = [];
  let weather: Weather = {};

  const join = (near: Socket): void => {
    // who counts callers by their address must not take all of them for one
    const localAddress = process.platform === 'linux' ? near.remoteAddress : undefined;
    const far = connect({ port: to, host: HOST, ...(localAddress ? { localAddress } : {}) });
    const pair: Pair = { near, far, deaf: weather.deaf === true };
    pairs.add(pair);
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        // over a deaf connection not even its end comes through: the other side never hears of it
        if (!pair.deaf) other.destroy();
        else if (one === near) givenUp.push(Date.now());
        if (near.destroyed && far.destroyed) pairs.delete(pair);
      });
      carry(pair, [one, other], () => weather, chance);
    }
  };
  const server = createServer(join);
  server.listen(0, HOST);
  await once(server, 'listening');
  server.unref();
  const resets = setInterval(() => {
    const { resetEveryMs } = weather;
    if (resetEveryMs === undefined) return;
    for (const { near, deaf } of pairs) if (!deaf && chance() < RESET_LOOK_MS / resetEveryMs) near.resetAndDestroy();
  }, RESET_LOOK_MS).unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    set: (next) => {
      weather = next;
      if (next.deaf) for (const pair of pairs) pair.deaf = true;
    },
    gaveUpDeaf: () => givenUp,
    hangUp: () => hangUpOn([...pairs].filter(({ deaf }) => deaf)),
    close: () => {
      clearInterval(resets);
      server.close();
      hangUpOn(pairs);
    },
  };
};

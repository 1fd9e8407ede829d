import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a real server that a test can break. */
export interface Line {
  /** Where clients connect to instead. */
  readonly host: string;
  readonly port: number;
  /** Drops every connection and refuses new ones. */
  readonly cut: () => void;
  /** Requests still arrive, answers are lost: what a client asked for happens, and it does not learn of it. */
  readonly muffle: () => void;
  /** Takes nothing any more, so that who sends much comes to wait in the middle of it. */
  readonly stall: () => void;
  /** As at the beginning; connections that lost an answer or stood still are dropped. */
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

/** Lays a line to `host:port`. Clients must not be told the server's own address by the server (as Kafka's are). */
export const createLine = async (to: { readonly host: string; readonly port: number }): Promise<Line> => {
  const host = '127.0.0.1';
  const sockets = new Set<Socket>();
  let state: 'whole' | 'muffled' | 'stalled' | 'cut' = 'whole';

  const server = createServer((socket) => {
    if (state === 'cut') return socket.destroy();
    const onward = connect(to.port, to.host);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    socket.on('data', (request) => onward.write(request));
    if (state === 'stalled') socket.pause();
    onward.on('data', (answer) => {
      if (state === 'whole') socket.write(answer);
    });
    return socket;
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();

  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    cut: () => {
      state = 'cut';
      drop();
    },
    muffle: () => {
      state = 'muffled';
    },
    stall: () => {
      state = 'stalled';
      for (const socket of sockets) socket.pause();
    },
    mend: () => {
      if (state !== 'whole') drop();
      state = 'whole';
    },
    close: async () => {
      state = 'cut';
      drop();
      server.close();
      await once(server, 'close');
    },
  };
};

import type { IncomingMessage } from 'node:http';

/** What somebody hears whose answer did not come in time. */
export const late = Symbol('late');

/**
 * What `work` comes to, or `late` when we let it wait for longer than `limitMs`. While the rest of its request is on its way
 * the client is waited for, as long as that may take (`arrivalMs` for JSON, the server's `requestTimeout` for what is
 * streamed), and the time begins anew.
 */
export const inTime = async <T>(
  work: Promise<T>,
  request: IncomingMessage,
  limitMs: number,
): Promise<T | typeof late> => {
  const passed = Promise.withResolvers<typeof late>();
  let received = request.socket.bytesRead;
  const look = (): void => {
    const before = received;
    received = request.socket.bytesRead;
    if (received === before && !isAwaited(request)) passed.resolve(late);
    else limit = setTimeout(look, limitMs);
  };
  let limit = setTimeout(look, limitMs);
  try {
    return await Promise.race([work, passed.promise]);
  } finally {
    clearTimeout(limit);
  }
};

/** More must come, and nothing of what has come is left for us to read. */
const isAwaited = ({ complete, readableLength }: IncomingMessage): boolean => !complete && readableLength === 0;

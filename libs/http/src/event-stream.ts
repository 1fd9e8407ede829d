import type { ServerResponse } from 'node:http';

/** One live update. `data` is written as JSON. */
export interface LiveEvent {
  readonly id?: string | number;
  readonly event?: string;
  readonly data: unknown;
}

/** A live connection to one reader (Server-Sent Events). */
export interface EventStream {
  /** Sends; a reader too slow to follow is cut off and comes back with `Last-Event-ID`. False when it is gone. */
  readonly send: (event: LiveEvent) => boolean;
  readonly close: () => void;
  readonly closed: () => boolean;
  /** Runs once when the reader is gone or the service drains. */
  readonly onClose: (then: () => void) => void;
}

/** How many streams at once, how often to show life, how far a reader may lag. */
export interface StreamLimits {
  readonly streams: number;
  readonly heartbeatMs: number;
  readonly unsentBytes: number;
}

/** Keeps the live streams of one process. */
export const createStreams = (limits: StreamLimits) => {
  const open = new Set<EventStream>();
  return {
    full: (): boolean => open.size >= limits.streams,
    count: (): number => open.size,
    /** Turns a response into a stream. */
    start: (response: ServerResponse): EventStream => {
      const stream = streamOn(response, limits);
      open.add(stream);
      stream.onClose(() => open.delete(stream));
      return stream;
    },
    closeAll: (): void => {
      for (const stream of open) stream.close();
    },
  };
};

/** All streams of a process. */
export type Streams = ReturnType<typeof createStreams>;

const streamOn = (response: ServerResponse, { heartbeatMs, unsentBytes }: StreamLimits): EventStream => {
  const endings = new Set<() => void>();
  let closed = false;

  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no', // proxies must not wait for more
    'X-Content-Type-Options': 'nosniff',
  });
  const write = (text: string): boolean => {
    if (closed) return false;
    response.write(text);
    if (response.writableLength <= unsentBytes) return true;
    end();
    response.destroy();
    return false;
  };
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
  const end = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(heartbeat);
    for (const then of endings) then();
    endings.clear();
  };
  response.on('close', end);
  write('retry: 2000\n\n');

  return {
    send: ({ id, event, data }) =>
      write(
        `${id === undefined ? '' : `id: ${oneLine(id)}\n`}${event === undefined ? '' : `event: ${oneLine(event)}\n`}data: ${JSON.stringify(data)}\n\n`,
      ),
    close: () => {
      end();
      response.end();
    },
    closed: () => closed,
    onClose: (then) => {
      if (closed) then();
      else endings.add(then);
    },
  };
};

const oneLine = (text: string | number): string => String(text).replace(/[\r\n\0]/g, ' ');

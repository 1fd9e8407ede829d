import type { IncomingMessage } from 'node:http';

const DEPARTURES = ['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'EPIPE'];

/** Whether an error says no more than that the client has left; a stream of ours that breaks ends an answer, too. */
export const isDeparture = (request: IncomingMessage, error: unknown): boolean =>
  error instanceof Error &&
  (error === request.errored ||
    error.name === 'AbortError' ||
    ('code' in error && DEPARTURES.includes(String(error.code))));

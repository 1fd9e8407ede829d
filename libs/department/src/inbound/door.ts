import type { IncomingMessage } from 'node:http';
import { arrivalOf, type LegacySystem, type Reply } from '@yimen/adapter';
import { type Clocks, type Refusal, refuse, toInstant } from '@yimen/kernel';
import type { Arrivals } from './arrivals.ts';

/** Bytes of one arrival at most. */
const ARRIVAL_LIMIT_BYTES = 1_048_576;

/** What the door needs. */
export interface DoorParts {
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly arrivals: Arrivals;
  readonly clocks: Clocks;
  /** Something was stored: match it. */
  readonly stored: () => void;
  readonly refused: (system: string, detail: string) => void;
}

/** Takes what a system pushes: bounded, verified by its adapter, stored, and only then answered in the system's words. */
export const createDoor =
  ({ systems, arrivals, clocks, stored, refused }: DoorParts) =>
  async (id: string, request: IncomingMessage): Promise<Reply | Refusal> => {
    const system = systems.get(id);
    if (!system) return refuse('system-unknown', `This service does not speak to ${id}.`);
    const body = await readBody(request);
    if (!Buffer.isBuffer(body)) return body;
    const now = clocks.system();
    const raw = {
      method: request.method ?? 'POST',
      path: request.url ?? '/',
      headers: textHeaders(request),
      body,
      now,
    };
    const received = system.receive(raw);
    const arrival = arrivalOf(id, raw, received, toInstant(now));
    if (!arrival) {
      refused(id, 'detail' in received ? received.detail : '');
      return received.reply;
    }
    await arrivals.keep(arrival, body);
    stored();
    return received.reply;
  };

const textHeaders = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

/** The whole body; what comes beyond the limit flows to nowhere, so that the connection serves the next request. */
const readBody = (request: IncomingMessage): Promise<Buffer | Refusal> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= ARRIVAL_LIMIT_BYTES) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(refuse('body-too-large', 'The message is too large.', { limit: ARRIVAL_LIMIT_BYTES }));
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve(refuse('body-malformed', 'The message was cut off.')));
  });

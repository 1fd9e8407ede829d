import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { refuse } from '@yimen/kernel';
import { firstExcess, type JsonLimits } from './json-limits.ts';
import { overloaded } from './overload.ts';
import type { RequestRefusal } from './problem.ts';

/** How large and how deep a JSON body may be, and how long it may be on its way. */
export interface BodyLimits extends JsonLimits {
  readonly bodyBytes: number;
  /** From when it is waited for until the last of it has come. */
  readonly arrivalMs: number;
  /** Bytes that have come of bodies whose last ones have not, of all together. */
  readonly arrivingBytes: number;
}

/** A body as it arrived, with its size: small ones may be complained about at length. */
interface JsonBody {
  readonly value: unknown;
  readonly bytes: number;
}

/** Reads and parses a JSON body within the limits. */
export type JsonReader = (request: IncomingMessage) => Promise<JsonBody | RequestRefusal>;

/** Makes the one reader of an app's JSON bodies. */
export const createJsonReader = (limits: BodyLimits): JsonReader => {
  const readBytes = createByteReader(limits);
  return async (request) => {
    const bytes = await readBytes(request);
    if (!Buffer.isBuffer(bytes)) return bytes;
    if (!isUtf8(bytes)) return refuse('body-malformed', 'The body is not UTF-8.');
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      return refuse('body-malformed', 'The body is not valid JSON.');
    }
    const excess = firstExcess(value, limits);
    if (excess) {
      return { ...refuse('body-too-complex', 'The body is too complex.'), place: 'body', complaints: [excess] };
    }
    return { value, bytes: bytes.length };
  };
};

const tooLarge = (limit: number): RequestRefusal =>
  refuse('body-too-large', `The body may have ${limit} bytes at most.`, { limit });

const tooSlow = (limitMs: number): RequestRefusal => ({
  ...refuse('body-too-slow', `The body must have come within ${limitMs} ms.`, { limitMs }),
  headers: { Connection: 'close' }, // or the line would be held for the rest of it
});

/** The whole body; what comes beyond a limit is let through to nowhere, never kept. */
const createByteReader = ({ bodyBytes, arrivalMs, arrivingBytes }: BodyLimits) => {
  let arriving = 0;
  return (request: IncomingMessage): Promise<Buffer | RequestRefusal> =>
    new Promise((resolve) => {
      if (Number(request.headers['content-length'] ?? 0) > bodyBytes) return resolve(tooLarge(bodyBytes));
      const chunks: Buffer[] = [];
      let size = 0;
      let open = true;
      const settle = (outcome: Buffer | RequestRefusal): void => {
        if (!open) return;
        open = false;
        clearTimeout(limit);
        arriving -= size;
        chunks.length = 0; // the request lives longer than its bytes need to
        resolve(outcome);
      };
      const limit = setTimeout(() => settle(tooSlow(arrivalMs)), arrivalMs);
      request.on('data', (chunk: Buffer) => {
        if (!open) return;
        size += chunk.length;
        arriving += chunk.length;
        chunks.push(chunk);
        if (size > bodyBytes) settle(tooLarge(bodyBytes));
        else if (arriving > arrivingBytes) settle(overloaded);
      });
      request.on('end', () => settle(whole(chunks)));
      request.on('close', () => settle(refuse('body-malformed', 'The body was cut off.')));
    });
};

const whole = (chunks: readonly Buffer[]): Buffer => {
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
};

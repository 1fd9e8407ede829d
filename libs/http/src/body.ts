import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { refuse } from '@yimen/kernel';
import { firstExcess, type JsonLimits } from './json-limits.ts';
import type { RequestRefusal } from './problem.ts';

/** How large and how deep a JSON body may be. */
export interface BodyLimits extends JsonLimits {
  readonly bodyBytes: number;
}

/** A body as it arrived, with its size: small ones may be complained about at length. */
export interface JsonBody {
  readonly value: unknown;
  readonly bytes: number;
}

/** Reads and parses a JSON body within the limits. */
export const readJson = async (request: IncomingMessage, limits: BodyLimits): Promise<JsonBody | RequestRefusal> => {
  const bytes = await readBytes(request, limits.bodyBytes);
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

const tooLarge = (limit: number): RequestRefusal =>
  refuse('body-too-large', `The body may have ${limit} bytes at most.`, { limit });

/** The whole body; what comes beyond the limit is let through to nowhere, never kept. */
const readBytes = (request: IncomingMessage, limit: number): Promise<Buffer | RequestRefusal> =>
  new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve(tooLarge(limit));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(tooLarge(limit));
      }
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
      chunks.length = 0; // the request lives longer than its bytes need to
    });
    request.on('close', () => resolve(refuse('body-malformed', 'The body was cut off.')));
  });

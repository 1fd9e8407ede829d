import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Outage, refuse } from '@yimen/kernel';
import { Pool } from 'undici';
import { isDeparture } from './departure.ts';
import { languageOf } from './language.ts';
import { problemOf } from './problem.ts';
import { standardRefusals } from './refusals.ts';
import { sendProblem } from './sending.ts';

/** A pool of connections to one service. */
export type ServicePool = Pool;

/** Opens a pool to one service's origin; close it when the process drains. */
export const connectService = (origin: string, { connections = 64, headersMs = 40_000, bodyMs = 60_000 } = {}): Pool =>
  new Pool(origin, {
    connections,
    connect: { timeout: 2_000 },
    headersTimeout: headersMs, // longer than the longest poll
    bodyTimeout: bodyMs, // longer than the heartbeat of a live stream
  });

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
]);

/**
 * Hands a request on and streams the answer back. Throws an outage when the service cannot be reached or does not
 * answer; once the answer has begun, a break cuts the connection. The path goes as it is; one with dot segments
 * is 404.
 */
export const forward = async (
  pool: Pool,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> => {
  if (climbs(path)) {
    const refusal = refuse('route-not-found', 'There is nothing at this address.');
    const language = languageOf(request.headers['accept-language']);
    return sendProblem(response, problemOf(refusal, standardRefusals, language), { 'Content-Language': language });
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const hasBody = request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] !== undefined;
  let answer: Awaited<ReturnType<Pool['request']>>;
  try {
    answer = await pool.request({
      method: (request.method ?? 'GET') as 'GET',
      path,
      headers: { ...onward(request.headers), ...forwardedFrom(request) },
      body: hasBody ? request : null,
      signal: gone.signal,
    });
  } catch (cause) {
    if (gone.signal.aborted) return;
    throw new Outage('The service behind does not answer.', { cause });
  }
  response.writeHead(answer.statusCode, onward(answer.headers));
  await pipeline(answer.body, response).catch((cause) => {
    response.destroy();
    if (!isDeparture(request, cause)) throw new Outage('The service behind broke off.', { cause });
  });
};

/** Whether a path leaves its prefix by dot segments, plain or encoded. */
export const climbs = (path: string): boolean =>
  (path.split('?')[0] ?? '').split(/[/\\]|%2f|%5c/i).some((segment) => /^(\.|%2e){1,2}$/i.test(segment));

const onward = (headers: IncomingHttpHeaders): Record<string, string | string[]> => {
  const named = String(headers['connection'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
};

const forwardedFrom = (request: IncomingMessage): Record<string, string> => {
  const before = request.headers['x-forwarded-for'];
  const address = request.socket.remoteAddress ?? 'unknown';
  const { host } = request.headers;
  return {
    'x-forwarded-for': before === undefined ? address : `${String(before)}, ${address}`,
    ...(host === undefined ? {} : { 'x-forwarded-host': host }),
  };
};

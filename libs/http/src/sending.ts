import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LooseReply } from './handler.ts';
import type { Problem } from './problem.ts';

const always = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };

/** Sends a problem as `application/problem+json`. */
export const sendProblem = (
  response: ServerResponse,
  problem: Problem,
  headers: Readonly<Record<string, string>>,
): void => {
  if (response.headersSent) {
    response.destroy(); // too late for an answer: the cut connection says that something went wrong
    return;
  }
  const text = JSON.stringify(problem);
  response.writeHead(problem.status, {
    ...always,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
};

/** Sends a reply; a GET whose ETag the client already has becomes a 304. Settles when a stream has been sent. */
export const sendReply = async (request: IncomingMessage, response: ServerResponse, reply: LooseReply) => {
  const { status, headers, body, stream } = reply;
  const tag = headers?.['ETag'];
  if (tag !== undefined && request.method === 'GET' && request.headers['if-none-match'] === tag) {
    response.writeHead(304, { ETag: tag }).end();
  } else if (stream !== undefined) {
    response.writeHead(status, { ...always, 'Content-Type': reply.type ?? 'application/octet-stream', ...headers });
    if (stream instanceof Readable) await pipeline(stream, response);
    else response.end(stream);
  } else if (body === undefined) {
    response.writeHead(status, { ...always, ...headers }).end();
  } else {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      ...always,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      ...headers,
    });
    response.end(text);
  }
};

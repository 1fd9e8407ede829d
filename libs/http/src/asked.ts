import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation } from '@yimen/contracts';
import type { Request } from 'express';
import { requestDigest } from './digest.ts';
import { languageOf } from './language.ts';
import type { ReadParameters } from './parameters.ts';
import { waitMsOf } from './prefer.ts';

/** One request at one endpoint: the path's values, the raw query, both ends of the connection. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: Record<string, unknown>;
  readonly search: string;
}

/** What a request has come to when its handler's turn has come. */
export interface Asked {
  readonly visit: Visit;
  readonly operation: Operation;
  readonly parameters: ReadParameters;
  readonly caller: unknown;
  readonly body: unknown;
  readonly ifMatch: number | undefined;
}

const visitOf = Symbol('visit');

/** Shared by all requests: accessors in a literal make a new hidden class each time, and 13 µs of garbage. */
const lazily = {
  get signal(): AbortSignal {
    return goneSignal((this as unknown as { [visitOf]: Visit })[visitOf].response);
  },
  get address(): string {
    const { request } = (this as unknown as { [visitOf]: Visit })[visitOf];
    return (request as Request).ip ?? '';
  },
};

/** Puts together what a handler gets (`ApiRequest`). */
export const askedOf = ({ visit, operation, parameters, caller, body, ifMatch }: Asked) => {
  const { params, query, headers } = parameters;
  const received = visit.request.headers;
  return {
    __proto__: lazily,
    [visitOf]: visit,
    params,
    query,
    headers,
    body,
    caller,
    ifMatch,
    idempotencyKey: headers['Idempotency-Key'],
    language: languageOf(received['accept-language']),
    waitMs: 'Prefer' in headers ? waitMsOf(received['prefer'] as string | undefined) : 0,
    raw: visit.request,
    digest: () => requestDigest({ operation: operation.id, params, query, body: body === undefined ? null : body }),
  };
};

const signals = new WeakMap<ServerResponse, AbortSignal>();

const goneSignal = (response: ServerResponse): AbortSignal => {
  const known = signals.get(response);
  if (known) return known;
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  signals.set(response, controller.signal);
  return controller.signal;
};

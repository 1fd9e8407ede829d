import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Contract, createCompiler } from '@yimen/contracts';
import { isOutage, isRefusal, type Refusal, refuse } from '@yimen/kernel';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { serveDocs } from './docs.ts';
import { createStreams } from './event-stream.ts';
import type { LooseHandler, OpenRoutes, Routes } from './handler.ts';
import { type ReadyCheck, serveHealth } from './health.ts';
import type { Identity } from './identity/identity.ts';
import { languageOf } from './language.ts';
import { type HttpLimits, standardLimits } from './limits.ts';
import { createEndpoint, type Endpoint } from './operation.ts';
import { createGuard } from './overload.ts';
import { problemOf, type RequestRefusal } from './problem.ts';
import { type RefusalTable, standardRefusals } from './refusals.ts';
import { createRouting, unreadablePath } from './routing.ts';
import { sendProblem, sendReply } from './sending.ts';

/** What an app is made of. */
export interface AppParts<Operations> {
  readonly contract: Contract;
  /** Handlers by operationId, of operations that need a token. */
  readonly routes: Routes<Operations>;
  /** Handlers by operationId, of operations with `security: []`. */
  readonly openRoutes?: OpenRoutes<Operations>;
  readonly identity?: Identity;
  /** The service's own reasons, beside the standard ones. */
  readonly refusals: RefusalTable;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** This service's own state, by name: store connected, consumers running, clock right. Never a neighbour's. */
  readonly ready?: Readonly<Record<string, ReadyCheck>>;
  readonly limits?: Partial<HttpLimits>;
  /** What no contract describes (a reverse proxy, an inbound SOAP door): mounted after the contract's routes. */
  readonly mount?: (app: Express) => void;
  /** The trace in which a request runs, if a tracer knows it. */
  readonly traceId?: () => string | undefined;
  /** Told once per request of the contract. */
  readonly observe?: (served: Served) => void;
}

/** What came of one request. */
export interface Served {
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

type Refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  refusal: RequestRefusal,
  headers?: Readonly<Record<string, string>>,
) => void;

/**
 * An Express app that serves exactly one contract: every operation has a handler, every request is validated before
 * its handler runs. Throws at once when contract and handlers differ. Does not listen.
 */
export const createApp = <Operations>(parts: AppParts<Operations>): Express => {
  const limits = { ...standardLimits, ...parts.limits };
  const streams = createStreams(limits);
  const guard = createGuard(limits);
  const answerRefusal = refuser(parts);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false); // queries are read by the contract
  (app as EventEmitter).on('drain', () => {
    app.set('draining', true);
    streams.closeAll();
    guard.stop();
  });

  app.use(contractHandler({ parts, limits, streams, guard, answerRefusal }));
  serveHealth(app, parts.ready ?? {});
  serveDocs(app, parts.contract);
  parts.mount?.(app);
  app.use((request, response) =>
    answerRefusal(request, response, refuse('route-not-found', 'There is nothing at this address.')),
  );
  app.use(errorHandler(parts, answerRefusal));
  return app;
};

interface ContractParts<Operations> {
  readonly parts: AppParts<Operations>;
  readonly limits: HttpLimits;
  readonly streams: ReturnType<typeof createStreams>;
  readonly guard: ReturnType<typeof createGuard>;
  readonly answerRefusal: Refuse;
}

const contractHandler = <Operations>(all: ContractParts<Operations>): RequestHandler => {
  const { guard, streams, answerRefusal } = all;
  const { observe } = all.parts;
  const find = createRouting(
    endpointsOf(all).map((endpoint) => ({
      method: endpoint.operation.method.toUpperCase(),
      path: endpoint.operation.path,
      endpoint,
    })),
  );
  const answerError = errorAnswer(all.parts, answerRefusal);

  const work = async (endpoint: Endpoint, visit: Parameters<Endpoint['serve']>[0]): Promise<void> => {
    const { request, response } = visit;
    const lane = endpoint.waits ? 'waiting' : 'working';
    if (!guard.enter(lane)) return answerRefusal(request, response, refuse('overloaded', 'Try again shortly.'));
    const startedMs = observe ? performance.now() : 0;
    try {
      if (endpoint.streamsEvents && streams.full()) {
        return answerRefusal(request, response, refuse('streams-full', 'No room for another live stream.'));
      }
      const reply = await endpoint.serve(visit);
      if (isRefusal(reply)) answerRefusal(request, response, reply);
      else if (reply.events) reply.events(streams.start(response));
      else await sendReply(request, response, reply);
    } catch (error) {
      answerError(error, request, response);
    } finally {
      guard.leave(lane);
      observe?.({
        operation: endpoint.operation.id,
        method: endpoint.operation.method,
        status: response.statusCode,
        durationMs: performance.now() - startedMs,
      });
    }
  };

  return (request, response, next) => {
    const [path = '', search = ''] = split(request.url);
    const found = find(path);
    if (found === undefined) return next();
    if (found === unreadablePath) {
      const complaints = [{ keyword: 'encoding', instancePath: '', schemaPath: '', params: {} }];
      const refusal = refuse('request-invalid', 'The path is not encoded properly.');
      return answerRefusal(request, response, { ...refusal, place: 'path', complaints });
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const endpoint = found.endpoints.get(method);
    if (!endpoint) {
      const refusal = refuse('method-not-allowed', `This address does not know ${request.method}.`);
      return answerRefusal(request, response, refusal, { Allow: [...found.endpoints.keys()].join(', ') });
    }
    return work(endpoint, { request, response, params: found.params, search });
  };
};

const split = (url: string): [string, string] => {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
};

const endpointsOf = <Operations>({ parts, limits }: ContractParts<Operations>): Endpoint[] => {
  const { contract, identity } = parts;
  const closed = parts.routes as Readonly<Record<string, LooseHandler | undefined>>;
  const open = (parts.openRoutes ?? {}) as Readonly<Record<string, LooseHandler | undefined>>;
  const compilers = {
    coercing: createCompiler(contract.document, { coerce: true }),
    plain: createCompiler(contract.document),
    talkative: createCompiler(contract.document, { allErrors: true }),
  };
  const strangers = [...Object.keys(closed), ...Object.keys(open)].filter(
    (id) => !contract.operations.some((operation) => operation.id === id),
  );
  if (strangers.length > 0) throw new Error(`${contract.name} does not declare ${strangers.join(', ')}.`);
  const missing = contract.operations.filter(({ id, secured }) => (secured ? closed : open)[id] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ id, secured }) => `${id} (${secured ? 'routes' : 'openRoutes'})`);
    throw new Error(`${contract.name}: no handler for ${names.join(', ')}.`);
  }
  if (!identity && contract.operations.some(({ secured }) => secured)) {
    throw new Error(`${contract.name} has operations that need a token, and no identity to verify it.`);
  }
  return contract.operations.map((operation) => {
    const handler = (operation.secured ? closed : open)[operation.id] as LooseHandler;
    return createEndpoint({ operation, handler, identity, limits, compilers });
  });
};

const refuser = <Operations>({ refusals, log, traceId }: AppParts<Operations>): Refuse => {
  const table: RefusalTable = { ...standardRefusals, ...refusals };
  return (request, response, refusal, headers = {}) => {
    const language = languageOf(request.headers['accept-language']);
    const known = table[refusal.refusal];
    const trace = traceId?.() ?? traceOf(request);
    if (!known) log.error({ reason: refusal.refusal, traceId: trace }, 'A refusal has no status in the table');
    else log.info({ reason: refusal.refusal, status: known.status, traceId: trace }, 'Request refused');
    const problem = problemOf(known ? refusal : fault(), table, language);
    sendProblem(
      response,
      { ...problem, traceId: trace },
      {
        'Content-Language': language,
        ...(known?.retryAfterS === undefined
          ? {}
          : { 'Retry-After': String(retryAfterOf(refusal, known.retryAfterS)) }),
        ...refusal.headers,
        ...headers,
      },
    );
  };
};

const retryAfterOf = ({ params }: Refusal, standard: number): number =>
  typeof params?.['retryAfterS'] === 'number' ? params['retryAfterS'] : standard;

const fault = (): Refusal => refuse('fault', 'Something went wrong on our side.');

const errorAnswer =
  <Operations>({ log, traceId }: AppParts<Operations>, answerRefusal: Refuse) =>
  (error: unknown, request: IncomingMessage, response: ServerResponse): void => {
    if (response.destroyed && !response.writableFinished) return; // the client has gone, nobody to tell
    const trace = traceId?.() ?? traceOf(request);
    if (isOutage(error)) {
      log.warn({ err: error, traceId: trace }, 'Something we depend on is away');
      const { retryAfterS } = error;
      answerRefusal(request, response, refuse('outage', 'Something we depend on is away.', { retryAfterS }));
    } else {
      log.error({ err: error, traceId: trace }, 'Request failed by our fault');
      answerRefusal(request, response, fault());
    }
  };

const errorHandler = <Operations>(parts: AppParts<Operations>, answerRefusal: Refuse): ErrorRequestHandler => {
  const answerError = errorAnswer(parts, answerRefusal);
  return (error: unknown, request, response, _next) => answerError(error, request, response);
};

/** The trace id of the request's W3C trace context, or a fresh one of the same form. */
const traceOf = ({ headers }: IncomingMessage): string => {
  const given = headers['traceparent'];
  const id = typeof given === 'string' ? /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(given)?.[1] : undefined;
  return id ?? randomBytes(16).toString('hex');
};

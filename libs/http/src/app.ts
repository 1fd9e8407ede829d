import type { EventEmitter } from 'node:events';
import type { Contract } from '@yimen/contracts';
import { refuse } from '@yimen/kernel';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { type AnswerParts, type Answers, createAnswers } from './answers.ts';
import { serveDocs } from './docs.ts';
import { endpointsOf } from './endpoints.ts';
import { createStreams } from './event-stream.ts';
import type { LooseHandler, OpenRoutes, Routes } from './handler.ts';
import { type ReadyCheck, serveHealth } from './health.ts';
import type { Identity } from './identity/identity.ts';
import { type HttpLimits, standardLimits } from './limits.ts';
import { createGuard } from './overload.ts';
import { guardPassage, serveEndpoints } from './serving.ts';

/** What an app is made of. */
export interface AppParts<Operations> extends AnswerParts {
  readonly contract: Contract;
  /** Handlers by operationId, of operations that need a token. */
  readonly routes: Routes<Operations>;
  /** Handlers by operationId, of operations with `security: []`. */
  readonly openRoutes?: OpenRoutes<Operations>;
  readonly identity?: Identity;
  /** This service's own state, by name: store connected, consumers running, clock right. Never a neighbour's. */
  readonly ready?: Readonly<Record<string, ReadyCheck>>;
  readonly limits?: Partial<HttpLimits>;
  /** Addresses and ranges of the proxies in front whose `X-Forwarded-For` is believed; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** What no contract describes (a reverse proxy, an inbound SOAP door): mounted after the contract's routes. */
  readonly mount?: (app: Express, answers: Answers) => void;
}

/**
 * An Express app that serves exactly one contract: every operation has a handler, every request is validated before
 * its handler runs. Throws at once when contract and handlers differ. Does not listen.
 */
export const createApp = <Operations>(parts: AppParts<Operations>): Express => {
  const limits = { ...standardLimits, ...parts.limits };
  const streams = createStreams(limits);
  const guard = createGuard(limits);
  const answers = createAnswers(parts);
  const endpoints = endpointsOf({
    contract: parts.contract,
    closed: parts.routes as Readonly<Record<string, LooseHandler | undefined>>, // the contract is the type from here on
    open: (parts.openRoutes ?? {}) as Readonly<Record<string, LooseHandler | undefined>>,
    identity: parts.identity,
    limits,
  });

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false); // queries are read by the contract
  app.set('trust proxy', [...(parts.trustedProxies ?? [])]);
  (app as EventEmitter).once('drain', () => {
    app.enable('draining');
    streams.closeAll();
    guard.stop();
  });
  app.use(serveEndpoints({ endpoints, answers, streams, guard, answerMs: limits.answerMs }));
  serveHealth(app, parts.ready ?? {});
  serveDocs(app, parts.contract);
  if (parts.mount) {
    app.use(guardPassage(guard, answers));
    parts.mount(app, answers);
  }
  app.use((request, response) =>
    answers.refusal(request, response, refuse('route-not-found', 'There is nothing at this address.')),
  );
  const lastResort: ErrorRequestHandler = (error: unknown, request, response, _next) =>
    answers.error(request, response, error);
  app.use(lastResort);
  return app;
};

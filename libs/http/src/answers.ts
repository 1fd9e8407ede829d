import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOutage, type Refusal, refuse } from '@yimen/kernel';
import type { Logger } from 'pino';
import { languageOf } from './language.ts';
import { problemOf, type RequestRefusal } from './problem.ts';
import { type RefusalTable, standardRefusals } from './refusals.ts';
import { sendProblem } from './sending.ts';

/** What saying "no" needs. */
export interface AnswerParts {
  /** The service's own reasons, beside the standard ones. */
  readonly refusals: RefusalTable;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The trace in which a request runs, if a tracer knows it. */
  readonly traceId?: (() => string | undefined) | undefined;
}

/** Answers with a problem. */
export interface Answers {
  readonly refusal: (
    request: IncomingMessage,
    response: ServerResponse,
    refusal: RequestRefusal,
    headers?: Readonly<Record<string, string>>,
  ) => void;
  /** An outage becomes 503 with `Retry-After`; anything else 500 without a word about our insides. */
  readonly error: (request: IncomingMessage, response: ServerResponse, error: unknown) => void;
}

/** Makes the two ways of saying "no" over one table of reasons. */
export const createAnswers = ({ refusals, log, traceId }: AnswerParts): Answers => {
  const table: RefusalTable = { ...standardRefusals, ...refusals };
  const traceOf = (request: IncomingMessage): string => traceId?.() ?? receivedTraceOf(request);

  const refusal: Answers['refusal'] = (request, response, refused, headers = {}) => {
    const language = languageOf(request.headers['accept-language']);
    const known = table[refused.refusal];
    const trace = traceOf(request);
    if (!known) log.error({ reason: refused.refusal, traceId: trace }, 'A refusal has no status in the table');
    else log.info({ reason: refused.refusal, status: known.status, traceId: trace }, 'Request refused');
    const problem = problemOf(known ? refused : fault(), table, language);
    sendProblem(
      response,
      { ...problem, traceId: trace },
      { 'Content-Language': language, ...retryAfter(refused, known?.retryAfterS), ...refused.headers, ...headers },
    );
  };

  return {
    refusal,
    error: (request, response, error) => {
      if (response.destroyed && !response.writableFinished) return; // the client has gone, nobody to tell
      if (isOutage(error)) {
        const { retryAfterS } = error;
        log.warn({ err: error, traceId: traceOf(request) }, 'Something we depend on is away');
        refusal(request, response, refuse('outage', 'Something we depend on is away.', { retryAfterS }));
      } else {
        log.error({ err: error, traceId: traceOf(request) }, 'Request failed by our fault');
        refusal(request, response, fault());
      }
    },
  };
};

const fault = (): Refusal => refuse('fault', 'Something went wrong on our side.');

const retryAfter = ({ params }: Refusal, standardS: number | undefined): Record<string, string> => {
  const own = params?.['retryAfterS'];
  const seconds = typeof own === 'number' ? own : standardS;
  return seconds === undefined ? {} : { 'Retry-After': String(Math.ceil(seconds)) };
};

/** The trace id of the request's W3C trace context, or a fresh one of the same form. */
const receivedTraceOf = ({ headers }: IncomingMessage): string => {
  const given = headers['traceparent'];
  const id = typeof given === 'string' ? /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(given)?.[1] : undefined;
  return id ?? randomBytes(16).toString('hex');
};

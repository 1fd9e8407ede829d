import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOutage, type Refusal, refuse } from '@yimen/kernel';
import { traceIdOf } from '@yimen/telemetry';
import type { Logger } from 'pino';
import { isDeparture } from './departure.ts';
import { languageOf } from './language.ts';
import { problemOf, type RequestRefusal } from './problem.ts';
import { type RefusalTable, standardRefusals } from './refusals.ts';
import { sendProblem } from './sending.ts';

/** What saying "no" needs. */
export interface AnswerParts {
  /** The service's own reasons, beside the standard ones. */
  readonly refusals: RefusalTable;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Answers with a problem. */
export interface Answers {
  readonly refusal: (
    request: IncomingMessage,
    response: ServerResponse,
    refusal: RequestRefusal,
    headers?: Readonly<Record<string, string>>,
  ) => void;
  /**
   * An outage becomes 503 with `Retry-After`; anything else 500 without a word about our insides. Both are logged under
   * the trace id that the answer shows, also when the answer had begun and can only be cut.
   */
  readonly error: (request: IncomingMessage, response: ServerResponse, error: unknown) => void;
  /** Logs what went wrong with a request that was already answered, under the trace id that the answer showed. */
  readonly afterwards: (request: IncomingMessage, error: unknown) => void;
}

/** Makes the two ways of saying "no" over one table of reasons. */
export const createAnswers = ({ refusals, log }: AnswerParts): Answers => {
  const table: RefusalTable = { ...standardRefusals, ...refusals };

  const say = (
    { request, response, trace }: Addressed,
    refused: RequestRefusal,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const language = languageOf(request.headers['accept-language']);
    const known = table[refused.refusal];
    if (!known) log.error({ reason: refused.refusal, traceId: trace }, 'A refusal has no status in the table');
    else log.info({ reason: refused.refusal, status: known.status, traceId: trace }, 'Request refused');
    const problem = problemOf(known ? refused : fault(), table, language);
    sendProblem(
      response,
      { ...problem, traceId: trace },
      { 'Content-Language': language, ...retryAfter(refused, known?.retryAfterS), ...refused.headers, ...headers },
    );
  };

  const tell = (error: unknown, trace: string): void => {
    if (isOutage(error)) log.warn({ err: error, traceId: trace }, 'Something we depend on is away');
    else log.error({ err: error, traceId: trace }, 'Request failed by our fault');
  };

  return {
    afterwards: (request, error) => tell(error, traceOf(request)),
    refusal: (request, response, refused, headers) =>
      say({ request, response, trace: traceOf(request) }, refused, headers),
    error: (request, response, error) => {
      const gone = response.destroyed && !response.writableFinished;
      if (gone && isDeparture(request, error)) return;
      const trace = traceOf(request);
      const outage = isOutage(error) ? error : undefined;
      tell(error, trace);
      if (gone) return; // nobody to tell
      const { retryAfterS } = outage ?? {};
      say(
        { request, response, trace },
        outage ? refuse('outage', 'Something we depend on is away.', { retryAfterS }) : fault(),
      );
    },
  };
};

interface Addressed {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly trace: string;
}

const fault = (): Refusal => refuse('fault', 'Something went wrong on our side.');

const retryAfter = ({ params }: Refusal, standardS: number | undefined): Record<string, string> => {
  const own = params?.['retryAfterS'];
  const seconds = typeof own === 'number' ? own : standardS;
  return seconds === undefined ? {} : { 'Retry-After': String(Math.ceil(seconds)) };
};

const freshTraces = new WeakMap<IncomingMessage, string>();

/** The trace id of the request's W3C trace context, or a fresh one of the same form; the same one whenever it is asked. */
const traceOf = (request: IncomingMessage): string => {
  const given = request.headers['traceparent'];
  const known = (typeof given === 'string' ? traceIdOf(given) : undefined) ?? freshTraces.get(request);
  if (known !== undefined) return known;
  const fresh = randomBytes(16).toString('hex');
  freshTraces.set(request, fresh);
  return fresh;
};

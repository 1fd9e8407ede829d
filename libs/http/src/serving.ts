import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { isRefusal, Outage, refuse } from '@yimen/kernel';
import type { RequestHandler } from 'express';
import { inTime, late } from './answer-limit.ts';
import type { Answers } from './answers.ts';
import type { Visit } from './asked.ts';
import type { Streams } from './event-stream.ts';
import type { Endpoint } from './operation.ts';
import { createPlace, type Guard, overloaded, type Place } from './overload.ts';
import { waitMsOf } from './prefer.ts';
import { createRouting, unreadablePath } from './routing.ts';
import { sendReply } from './sending.ts';

/** What serving endpoints needs. */
export interface ServingParts {
  readonly endpoints: readonly Endpoint[];
  readonly answers: Answers;
  readonly streams: Streams;
  readonly guard: Guard;
  /** Of `HttpLimits`. */
  readonly answerMs: number;
}

/** The Express handler of a whole contract: routes, admits, asks, answers. Unknown paths go on to the next. */
export const serveEndpoints = ({ endpoints, ...parts }: ServingParts): RequestHandler => {
  const { answers } = parts;
  const work = worker(parts);
  const find = createRouting(
    endpoints.map((endpoint) => {
      const { method, path } = endpoint.operation;
      return { method: method.toUpperCase(), path, endpoint };
    }),
  );

  return (request, response, next) => {
    const { url, method } = request;
    const mark = url.indexOf('?');
    const found = find(mark < 0 ? url : url.slice(0, mark));
    if (found === undefined) return next();
    if (found === unreadablePath) return answers.refusal(request, response, unreadable);
    const endpoint = found.endpoints.get(method === 'HEAD' ? 'GET' : method);
    if (!endpoint) {
      const refusal = refuse('method-not-allowed', `This address does not know ${method}.`);
      return answers.refusal(request, response, refusal, { Allow: [...found.endpoints.keys()].join(', ') });
    }
    return work(endpoint, { request, response, params: found.params, search: mark < 0 ? '' : url.slice(mark + 1) });
  };
};

/** Counts what passes through to mounted handlers as waiting: most of it waits for somebody else. */
export const guardPassage =
  (guard: Guard, answers: Answers): RequestHandler =>
  (request, response, next) => {
    if (!guard.enter('waiting')) return answers.refusal(request, response, overloaded);
    response.once('close', () => guard.leave('waiting'));
    next();
  };

const worker =
  ({ guard, ...parts }: Omit<ServingParts, 'endpoints'>) =>
  async (endpoint: Endpoint, visit: Visit): Promise<void> => {
    const { answers } = parts;
    const { request, response } = visit;
    const waitMs = endpoint.waits ? waitMsOf(request.headers['prefer'] as string | undefined) : 0;
    const place = createPlace(guard, waitMs > 0 ? 'waiting' : 'working');
    if (!place.take()) return answers.refusal(request, response, overloaded);
    try {
      await answer(endpoint, visit, { ...parts, place, answerMs: parts.answerMs + waitMs });
    } catch (error) {
      answers.error(request, response, error);
    } finally {
      place.leave();
    }
  };

const answer = async (
  endpoint: Endpoint,
  visit: Visit,
  { answers, streams, place, answerMs }: Omit<ServingParts, 'endpoints' | 'guard'> & { readonly place: Place },
): Promise<void> => {
  const { request, response } = visit;
  if (endpoint.streamsEvents && streams.full()) {
    return answers.refusal(request, response, refuse('streams-full', 'No room for another live stream.'));
  }
  const work = endpoint.serve(visit, place);
  const reply = await inTime(work, request, answerMs);
  if (reply === late) {
    answers.error(request, response, new Outage(`No answer within ${answerMs} ms.`));
    await putAway(work, request, answers); // until then it takes up its room
  } else if (isRefusal(reply)) answers.refusal(request, response, reply);
  else if (reply.events) reply.events(streams.start(response));
  else await sendReply(request, response, reply);
};

/** What a request comes to after it was answered concerns nobody, but for whoever looks after the service. */
const putAway = async (work: ReturnType<Endpoint['serve']>, request: IncomingMessage, answers: Answers) => {
  try {
    const reply = await work;
    if ('stream' in reply && reply.stream instanceof Readable) reply.stream.destroy();
  } catch (error) {
    answers.afterwards(request, error);
  }
};

const unreadable = {
  ...refuse('request-invalid', 'The path is not encoded properly.'),
  place: 'path',
  complaints: [{ keyword: 'encoding', instancePath: '', schemaPath: '', params: {} }],
} as const;

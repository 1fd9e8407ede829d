import type { Clock } from '@yimen/kernel';
import { Agent, type Dispatcher } from 'undici';
import { CallFailed } from './call-failed.ts';

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A reply that is no sign of overload or breakdown. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** HTTP for one call: throws `CallFailed` when there is no reply, for 429 and for 5xx. */
export interface Http {
  readonly request: (request: HttpRequest) => Promise<HttpReply>;
  /** The same, for systems that answer their business errors with 500 (SOAP faults). */
  readonly requestRaw: (request: HttpRequest) => Promise<HttpReply>;
}

/** The budget of one call. */
interface Budget {
  /** System instant (ms) after which nothing more is written. */
  readonly until: number;
  readonly signal: AbortSignal;
}

/** The connections to one system; each call gets its own `Http` within its budget. */
export interface HttpTransport {
  readonly within: (budget: Budget) => Http;
  readonly close: () => Promise<void>;
}

const CONNECT_SHARE = 0.5;
const RETRY_AFTER_DEFAULT_MS = 1_000;
const RETRY_AFTER_LIMIT_MS = 300_000;

/** Keeps at most `concurrency` connections, so that a system that hangs holds nothing of the others. */
export const httpTransport = (options: {
  readonly now: Clock;
  readonly callMs: number;
  readonly concurrency: number;
  readonly replyBytes: number;
}): HttpTransport => {
  const agent = new Agent({
    connections: options.concurrency,
    pipelining: 1,
    connect: { timeout: Math.ceil(options.callMs * CONNECT_SHARE) },
    headersTimeout: options.callMs,
    bodyTimeout: options.callMs,
    maxResponseSize: options.replyBytes,
  });
  return {
    within: (budget) => {
      const requestRaw = (request: HttpRequest) => send(agent, request, budget, options.now);
      return { requestRaw, request: async (request) => refuseOverload(await requestRaw(request)) };
    },
    close: () => agent.destroy(),
  };
};

const send = async (agent: Agent, request: HttpRequest, budget: Budget, now: Clock): Promise<HttpReply> => {
  const socket = { written: false };
  try {
    const reply = await agent.compose(guard(budget, now, socket)).request({
      origin: new URL(request.url).origin,
      path: pathOf(request.url),
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal: budget.signal,
    });
    const body = Buffer.from(await reply.body.arrayBuffer());
    return { status: reply.statusCode, headers: reply.headers, body };
  } catch (cause) {
    if (cause instanceof CallFailed) throw cause;
    throw new CallFailed('unreachable', failureWord(cause), { mayHaveLanded: socket.written, cause });
  }
};

/** Looks at the budget in the same tick in which the request's first byte goes out, and remembers that it did. */
const guard =
  (budget: Budget, now: Clock, socket: { written: boolean }): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      ...forward(handler),
      onRequestStart: (controller, context) => {
        if (now() >= budget.until) {
          controller.abort(new CallFailed('unreachable', 'the call was out of time', { mayHaveLanded: false }));
          return;
        }
        socket.written = true;
        handler.onRequestStart?.(controller, context);
      },
    });

const forward = (handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler => ({
  onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
  onResponseStart: (...args) => handler.onResponseStart?.(...args),
  onResponseData: (...args) => handler.onResponseData?.(...args),
  onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
  onResponseError: (...args) => handler.onResponseError?.(...args),
});

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** Throws `CallFailed` for a reply that is a sign of overload (429) or breakdown (5xx). */
export const refuseOverload = (reply: HttpReply): HttpReply => {
  if (reply.status === 429)
    throw new CallFailed('unreachable', 'status 429', { mayHaveLanded: false, retryAfterMs: retryAfterMs(reply) });
  if (reply.status >= 500) throw new CallFailed('unreachable', `status ${reply.status}`, { mayHaveLanded: true });
  return reply;
};

const retryAfterMs = ({ headers }: HttpReply): number => {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? Math.min(seconds * 1_000, RETRY_AFTER_LIMIT_MS) : RETRY_AFTER_DEFAULT_MS;
};

/** The error's code, never its message: messages may carry addresses and content. */
const failureWord = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'the connection failed';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause.name;
};

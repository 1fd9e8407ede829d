import { type Clocks, newId } from '@yimen/kernel';
import { z } from 'zod';
import { type Answer, type StatusAnswer, unintelligible, unreachable } from './answer.ts';
import type { RawArrival, Received } from './arrival.ts';
import type { CallTools } from './context.ts';
import type { ExchangeRules } from './exchange.ts';
import type { Limits } from './limits.ts';
import { type Adapter, misfitOf, type Opened, type Reported } from './manifest.ts';
import { CallFailed } from './transports/call-failed.ts';
import { type HttpTransport, httpTransport } from './transports/http.ts';
import { soapOver } from './transports/soap.ts';

/** What a call is about. */
export interface CallAbout {
  readonly key: string;
  readonly receipt?: string | undefined;
  /** System instant (ms) of its saved start; the budget runs from here. */
  readonly startedAt: number;
}

/** One legacy system as the platform uses it. Calls never throw: every failure is one of the five answers. */
export interface LegacySystem {
  readonly adapter: Adapter;
  readonly limits: Limits;
  readonly rules: ExchangeRules;
  readonly submit: (input: unknown, about: CallAbout) => Promise<Answer>;
  readonly query: (input: unknown, about: CallAbout) => Promise<Answer>;
  readonly status: (about: CallAbout) => Promise<StatusAnswer>;
  readonly reconcile: (day: string) => Promise<readonly Reported[]>;
  /** True when the system can be used. */
  readonly ping: () => Promise<boolean>;
  readonly receive: (raw: RawArrival) => Received;
  /** What does not fit about an input, by path, or undefined. */
  readonly misfit: Opened['misfit'];
  readonly close: () => Promise<void>;
}

/** The pure rules of an adapter's exchanges, for `decide`. */
export const rulesOf = (adapter: Adapter, limits: Partial<Limits> = {}): ExchangeRules => ({
  limits: { ...adapter.limits, ...limits },
  asks: adapter.can.status,
});

/** Opens the way to one system. Throws when the settings do not fit. `limits` are a deployment's own, over the manifest's. */
export const connectSystem = (
  adapter: Adapter,
  options: { readonly settings: unknown; readonly clocks: Clocks; readonly limits?: Partial<Limits> },
): LegacySystem => {
  const rules = rulesOf(adapter, options.limits);
  const opened = adapter.open(options.settings);
  const transport = httpTransport({ now: options.clocks.system, ...rules.limits });
  const within = <T>(about: CallAbout, call: (tools: CallTools) => Promise<T>): Promise<T> =>
    withBudget({ transport, clocks: options.clocks, callMs: rules.limits.callMs }, about, call);
  const freely = <T>(call: (tools: CallTools) => Promise<T>): Promise<T> =>
    within({ key: '', startedAt: options.clocks.system() }, call);
  return {
    adapter,
    limits: rules.limits,
    rules,
    submit: (input, about) =>
      asAnswer(() =>
        within(
          about,
          need(opened.submit, (call) => (t) => call(input, t)),
        ),
      ),
    query: (input, about) =>
      asAnswer(() =>
        within(
          about,
          need(opened.query, (call) => (t) => call(input, t)),
        ),
      ),
    status: (about) =>
      asAnswer(() =>
        within(
          about,
          need(opened.status, (call) => call),
        ),
      ),
    reconcile: (day) => freely(need(opened.reconcile, (call) => (t) => call(day, t))),
    ping: () =>
      freely(opened.ping).then(
        () => true,
        () => false,
      ),
    receive: (raw) => receiveSafely(opened, raw),
    misfit: opened.misfit,
    close: () => transport.close(),
  };
};

const need = <C, R>(capability: C | undefined, use: (capability: C) => R): R => {
  if (capability === undefined) throw new Error('the adapter lacks this capability');
  return use(capability);
};

const withBudget = async <T>(
  parts: { readonly transport: HttpTransport; readonly clocks: Clocks; readonly callMs: number },
  about: CallAbout,
  call: (tools: CallTools) => Promise<T>,
): Promise<T> => {
  const until = about.startedAt + parts.callMs;
  const signal = AbortSignal.timeout(Math.max(0, Math.ceil(until - parts.clocks.system())));
  const http = parts.transport.within({ until, signal });
  const { key, receipt } = about;
  const tools = { http, soap: soapOver(http), signal, key, clocks: parts.clocks, nonce: newId() };
  return call(receipt === undefined ? tools : { ...tools, receipt });
};

/** Whatever goes wrong in a call becomes an answer; details are technical words, never content. */
const asAnswer = async <A>(call: () => Promise<A>): Promise<A | Answer> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallFailed) return failureAnswer(error);
    if (error instanceof z.ZodError) return unintelligible(misfitOf(error));
    return unintelligible(`fault in the adapter: ${error instanceof Error ? error.name : typeof error}`);
  }
};

const failureAnswer = ({ kind, message, mayHaveLanded, retryAfterMs }: CallFailed): Answer =>
  kind === 'unintelligible'
    ? unintelligible(message)
    : unreachable(message, { mayHaveLanded, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

const receiveSafely = (opened: Opened, raw: RawArrival): Received => {
  try {
    return opened.receive(raw);
  } catch {
    const reply = { status: 400, contentType: 'text/plain; charset=utf-8', body: 'unreadable' };
    return { arrival: 'not-theirs', form: 'rest', detail: 'the adapter could not read it', reply };
  }
};

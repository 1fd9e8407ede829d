import { type Refusal, refuse, toInstant } from '@yimen/kernel';
import type { StatusAnswer, Unreachable, Verdict } from './answer.ts';
import { type Exchange, type ExchangeEvent, type ExchangeRules, isSettled, type Polls, RESTORED } from './exchange.ts';
import type { Limits } from './limits.ts';

type Event<K extends ExchangeEvent['event']> = Extract<ExchangeEvent, { event: K }>;

/**
 * What an event makes of an exchange. Answers the very same object when it is no news; a refusal when it cannot
 * happen (a start that lost a race, the withdrawal of what is under way, an answer against an answer). Pure.
 */
export const apply = (exchange: Exchange, event: ExchangeEvent, rules: ExchangeRules): Exchange | Refusal => {
  switch (event.event) {
    case 'started':
      return start(exchange, event.at, rules.limits);
    case 'answered':
      return answered(exchange, event, rules);
    case 'asked':
      return isSettled(exchange) ? exchange : asked(exchange, event, rules);
    case 'pushed':
      return pushed(exchange, event, rules);
    case 'gave-up':
      return isSettled(exchange) ? exchange : callHuman(exchange, event.detail);
    case 'cancelled':
      return cancelled(exchange);
    case 'restored':
      return restored(exchange, event.at);
    case 'resolved':
      return resolved(exchange, event, rules);
  }
};

/** System instant from which a request started at `startedAt` can no longer land: only then is "not found" believed. */
export const landedBy = (startedAt: string, { callMs, settleMs, pauseMs }: Limits): string =>
  toInstant(Date.parse(startedAt) + callMs + (settleMs ?? 0) + pauseMs);

/** The counters after a poll without news. Only for an exchange that has a `nextAt`. */
export const polledAgain = (
  exchange: Exchange,
  polls: Polls | undefined,
  { answer, at }: { readonly answer: StatusAnswer; readonly at: string },
  { limits }: ExchangeRules,
): Polls => {
  const of = exchange.nextAt ?? at;
  const before = polls?.of === of ? polls : undefined;
  const failures = answer.answer === 'pending' ? 0 : (before?.failures ?? 0) + 1;
  const pauseMs =
    answer.answer === 'pending'
      ? answer.pollAfterMs
      : backoffMs(failures, limits, answer.answer === 'unreachable' ? answer : undefined);
  return { of, polls: (before?.polls ?? 0) + 1, failures, nextAt: later(at, pauseMs) };
};

const start = (exchange: Exchange, at: string, limits: Limits): Exchange | Refusal => {
  const { status, capability, nextAt, attempts } = exchange;
  const readsAgain = capability === 'query' && (status === 'sent' || status === 'unknown');
  if (status !== 'wanted' && !readsAgain)
    return refuse('exchange-not-startable', `An exchange that is ${status} cannot be started.`);
  if (nextAt !== undefined && nextAt > at) return refuse('exchange-not-due', 'The exchange is not due yet.');
  if (capability === 'submit' && attempts >= limits.attempts)
    return refuse('exchange-spent', 'The exchange has used up its attempts.');
  return { ...exchange, status: 'sent', attempts: attempts + 1, startedAt: at, nextAt: landedBy(at, limits) };
};

const answered = (exchange: Exchange, event: Event<'answered'>, rules: ExchangeRules): Exchange => {
  if (isSettled(exchange)) return exchange;
  const { answer, at } = event;
  switch (answer.answer) {
    case 'accepted':
    case 'rejected':
    case 'pending':
      return settled(exchange, answer, at, rules);
    case 'unreachable':
      // an answer to an earlier start must not undo a later one
      return isTo(exchange, event) ? failed(exchange, answer, at, rules) : exchange;
    case 'unintelligible':
      return isTo(exchange, event) ? callHuman(exchange, answer.detail) : exchange;
  }
};

const isTo = (exchange: Exchange, { startedAt }: Event<'answered'>): boolean =>
  exchange.status === 'sent' && exchange.startedAt === startedAt;

const failed = (exchange: Exchange, answer: Unreachable, at: string, { limits }: ExchangeRules): Exchange => {
  const failures = exchange.failures + 1;
  if (answer.mayHaveLanded && exchange.capability === 'submit')
    return { ...exchange, status: 'unknown', failures, detail: answer.detail };
  return {
    ...exchange,
    status: 'wanted',
    attempts: exchange.attempts - 1,
    failures,
    detail: answer.detail,
    nextAt: later(at, backoffMs(failures, limits, answer)),
  };
};

const asked = (exchange: Exchange, { answer, at }: Event<'asked'>, rules: ExchangeRules): Exchange => {
  switch (answer.answer) {
    case 'accepted':
    case 'rejected':
      return settled(exchange, answer, at, rules);
    case 'pending':
      return isSamePending(exchange, answer) ? exchange : settled(exchange, answer, at, rules);
    case 'unreachable':
      return exchange.status === 'sent' ? { ...exchange, status: 'unknown', detail: answer.detail } : exchange;
    case 'unintelligible':
      return callHuman(exchange, answer.detail);
    case 'not-found':
      return notFound(exchange, at, rules);
  }
};

const notFound = (exchange: Exchange, at: string, { limits }: ExchangeRules): Exchange => {
  if (exchange.status === 'pending' || exchange.taken)
    return callHuman(exchange, 'the system no longer knows what it had taken in');
  if (exchange.status !== 'sent' && exchange.status !== 'unknown') return exchange;
  if (limits.settleMs === undefined)
    return callHuman(exchange, 'not found, but nobody knows whether it may still land');
  if (exchange.startedAt !== undefined && at < landedBy(exchange.startedAt, limits)) return exchange;
  return { ...exchange, status: 'wanted', nextAt: at };
};

const pushed = (exchange: Exchange, { answer, at }: Event<'pushed'>, rules: ExchangeRules): Exchange | Refusal => {
  const { status } = exchange;
  if (status === 'accepted' || status === 'rejected') {
    if (answer.answer === status || answer.answer === 'pending') return exchange;
    return refuse('exchange-contradicted', `The system pushed ${answer.answer} for what it had ${status}.`);
  }
  if (status === 'cancelled') return refuse('exchange-contradicted', 'The system pushed news of a cancelled exchange.');
  return isSamePending(exchange, answer) ? exchange : settled(exchange, answer, at, rules);
};

const isSamePending = (exchange: Exchange, answer: Verdict): boolean =>
  exchange.status === 'pending' &&
  answer.answer === 'pending' &&
  (answer.receipt === undefined || answer.receipt === exchange.receipt);

const settled = (exchange: Exchange, answer: Verdict, at: string, { asks }: ExchangeRules): Exchange => {
  const { nextAt: _nextAt, detail: _detail, taken: _taken, ...rest } = exchange;
  if (answer.answer === 'rejected')
    return { ...rest, status: 'rejected', rejection: { code: answer.code, reason: answer.reason } };
  const known = answer.receipt === undefined ? rest : { ...rest, receipt: answer.receipt };
  if (answer.answer === 'accepted') return { ...known, status: 'accepted', data: answer.data };
  // what cannot be asked moves only when they push
  const nextAt = asks ? { nextAt: later(at, answer.pollAfterMs) } : {};
  return { ...known, status: 'pending', failures: 0, ...nextAt };
};

const callHuman = (exchange: Exchange, detail: string): Exchange => {
  const { nextAt: _nextAt, ...rest } = exchange;
  return { ...rest, status: 'needs-review', detail };
};

const cancelled = (exchange: Exchange): Exchange | Refusal => {
  if (exchange.status === 'cancelled') return exchange;
  if (exchange.status !== 'wanted')
    return refuse('exchange-under-way', `An exchange that is ${exchange.status} cannot be cancelled.`);
  const { nextAt: _nextAt, ...rest } = exchange;
  return { ...rest, status: 'cancelled' };
};

const resolved = (exchange: Exchange, event: Event<'resolved'>, rules: ExchangeRules): Exchange | Refusal => {
  // where the machine still acts the system's own word is to come, and a request may still land
  if (exchange.status !== 'needs-review')
    return refuse('exchange-not-open', `An exchange that is ${exchange.status} has nothing for a human to settle.`);
  if (event.as.answer !== 'send-again') return settled(exchange, event.as, event.at, rules);
  const { detail: _detail, taken: _taken, ...rest } = exchange;
  return { ...rest, status: 'wanted', attempts: 0, failures: 0, nextAt: event.at };
};

/** What is not final is asked about before anything is sent; what waits for a human goes on waiting, and says why. */
const restored = (exchange: Exchange, at: string): Exchange => {
  const { status } = exchange;
  if (status === 'needs-review') return exchange.detail === RESTORED ? exchange : { ...exchange, detail: RESTORED };
  if (isSettled(exchange)) return exchange;
  const taken = status === 'pending' ? { taken: true as const } : {};
  return { ...exchange, ...taken, status: 'unknown', failures: 0, startedAt: at, nextAt: at, detail: RESTORED };
};

const later = (at: string, ms: number): string => toInstant(Date.parse(at) + ms);

const backoffMs = (failures: number, { backoffMs: first, backoffLimitMs }: Limits, answer?: Unreachable): number =>
  Math.max(answer?.retryAfterMs ?? 0, Math.min(backoffLimitMs, first * 2 ** Math.min(failures - 1, 20)));

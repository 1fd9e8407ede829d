import { isRefusal, toInstant } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { accepted, pending, rejected, unintelligible, unreachable } from './answer.ts';
import { apply, landedBy, polledAgain } from './apply.ts';
import {
  dueAt,
  type Exchange,
  type ExchangeEvent,
  type ExchangeRules,
  exchangeKey,
  isSettled,
  wantExchange,
  wantInDoubt,
} from './exchange.ts';
import { completeLimits } from './limits.ts';
import { nextAction } from './next-action.ts';

const START = Date.UTC(2026, 2, 2, 1, 30);
const T0 = toInstant(START);
const t = (ms: number): string => toInstant(START + ms);
const limits = completeLimits({ callMs: 5_000, settleMs: 10_000, pauseMs: 1_000, attempts: 2, concurrency: 1 });
const rules: ExchangeRules = { limits, asks: true };
const LANDED_MS = 16_000;

const wanted = wantExchange({ id: 'seal', system: 'L06', capability: 'submit', key: 'K' }, T0);
const after = (events: readonly ExchangeEvent[], from: Exchange = wanted, by = rules): Exchange =>
  events.reduce((exchange, event) => {
    const next = apply(exchange, event, by);
    if (isRefusal(next)) throw new Error(next.refusal);
    return next;
  }, from);
const refusal = (exchange: Exchange, event: ExchangeEvent): string | undefined => {
  const result = apply(exchange, event, rules);
  return isRefusal(result) ? result.refusal : undefined;
};
const todo = (exchange: Exchange, ms: number, by = rules) =>
  nextAction(exchange, by, { system: START + ms, business: START }).do;

const started: ExchangeEvent = { event: 'started', at: T0 };
const answered = (answer: Extract<ExchangeEvent, { event: 'answered' }>['answer']): ExchangeEvent => ({
  event: 'answered',
  at: t(100),
  startedAt: T0,
  answer,
});
const asked = (ms: number, answer: Extract<ExchangeEvent, { event: 'asked' }>['answer']): ExchangeEvent => ({
  event: 'asked',
  at: t(ms),
  answer,
});
const DONE = accepted({ sealRecordNumber: '1' }, 'GZ1');
const sent = after([started]);
const unknown = after([started, answered(unreachable('x', { mayHaveLanded: true }))]);

describe('an exchange that is wanted', () => {
  it('is sent when it is due, and not before', () => {
    expect(nextAction(wanted, rules, { system: START - 1, business: START })).toEqual({ do: 'wait', at: T0 });
    expect(todo(wanted, 0)).toBe('send');
  });

  it('waits until the system opens', () => {
    const hours = { open: '10:00', close: '17:00' };
    const action = nextAction(wanted, { ...rules, limits: { ...limits, hours } }, { system: START, business: START });
    expect(action).toEqual({ do: 'wait', at: t(30 * 60_000) });
  });

  it('is started once: the second start is refused', () => {
    expect(sent).toMatchObject({ status: 'sent', attempts: 1, startedAt: T0, nextAt: t(LANDED_MS) });
    expect(refusal(sent, { event: 'started', at: t(60_000) })).toBe('exchange-not-startable');
  });

  it('can be cancelled', () => {
    const cancelled = after([{ event: 'cancelled', at: T0 }]);
    expect(cancelled.status).toBe('cancelled');
    expect(dueAt(cancelled)).toBeUndefined();
    expect(refusal(cancelled, started)).toBe('exchange-not-startable');
  });
});

describe('each of the five answers', () => {
  it('accepted: is recorded, and nothing is left to do', () => {
    const exchange = after([started, answered(DONE)]);
    expect(exchange).toMatchObject({ status: 'accepted', receipt: 'GZ1', data: { sealRecordNumber: '1' } });
    expect(todo(exchange, 99_999_999)).toBe('nothing');
  });

  it('rejected: is told, and nothing is left to do', () => {
    const exchange = after([started, answered(rejected('3001', '不一致'))]);
    expect(exchange).toMatchObject({ status: 'rejected', rejection: { code: '3001', reason: '不一致' } });
    expect(isSettled(exchange)).toBe(true);
  });

  it('pending: is asked about after the pause that they name', () => {
    const exchange = after([started, answered(pending(2_000, 'GZ1'))]);
    expect(exchange).toMatchObject({ status: 'pending', receipt: 'GZ1', nextAt: t(2_100) });
    expect([todo(exchange, 2_000), todo(exchange, 2_100)]).toEqual(['wait', 'ask']);
  });

  it('pending in a system that cannot be asked: only their push moves it', () => {
    const exchange = after([started, answered(pending(2_000))], wanted, { ...rules, asks: false });
    expect(dueAt(exchange)).toBeUndefined();
  });

  it('unreachable, nothing landed: is tried later, ever later, and costs no attempt', () => {
    let exchange = wanted;
    const pauses = [0, 1, 2, 3, 8].map((round) => {
      exchange = { ...wanted, failures: round };
      const next = after([started, answered(unreachable('ECONNREFUSED'))], exchange);
      expect(next).toMatchObject({ status: 'wanted', attempts: 0 });
      return Date.parse(next.nextAt ?? '') - START - 100;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 60_000]);
  });

  it('unreachable, with a pause that they ask for: no earlier than that', () => {
    const exchange = after([started, answered(unreachable('429', { retryAfterMs: 30_000 }))]);
    expect(exchange.nextAt).toBe(t(30_100));
  });

  it('unreachable, perhaps landed: is unknown, and nothing happens before the request can no longer land', () => {
    expect(unknown).toMatchObject({ status: 'unknown', attempts: 1, nextAt: t(LANDED_MS) });
    expect([todo(unknown, LANDED_MS - 1), todo(unknown, LANDED_MS)]).toEqual(['wait', 'ask']);
  });

  it('unintelligible: a human is called, and nothing is done any more', () => {
    const exchange = after([started, answered(unintelligible('data: invalid_type'))]);
    expect(exchange).toMatchObject({ status: 'needs-review', detail: 'data: invalid_type' });
    expect(todo(exchange, 99_999_999)).toBe('nothing');
  });
});

describe('an exchange whose outcome is unknown', () => {
  it.each([
    ['after a crash, when its start is all that is known', sent],
    ['after a connection that broke', unknown],
  ])('is asked about %s', (_when, exchange) => {
    expect(todo(exchange, LANDED_MS)).toBe('ask');
  });

  it('takes the answer that is found', () => {
    expect(after([asked(LANDED_MS, DONE)], unknown).status).toBe('accepted');
    expect(after([asked(LANDED_MS, pending(1_000, 'GZ1'))], unknown).status).toBe('pending');
  });

  it('is sent again when nothing is found, and given to a human after the last attempt', () => {
    const again = after([asked(LANDED_MS, { answer: 'not-found' })], unknown);
    expect(again.status).toBe('wanted');
    expect(todo(again, LANDED_MS)).toBe('send');
    const spent = { ...again, attempts: 2 };
    expect(todo(spent, LANDED_MS)).toBe('call-human');
    expect(refusal(spent, { event: 'started', at: t(LANDED_MS) })).toBe('exchange-spent');
  });

  it('does not believe "not found" while the request may still land', () => {
    expect(after([asked(LANDED_MS - 1, { answer: 'not-found' })], unknown)).toBe(unknown);
  });

  it('is given to a human, never sent again, when nobody knows how long a request may be on its way', () => {
    const { settleMs: _settleMs, ...open } = limits;
    const exchange = after([asked(LANDED_MS, { answer: 'not-found' })], unknown, { limits: open, asks: true });
    expect(exchange.status).toBe('needs-review');
  });

  it('is given to a human when the system cannot be asked', () => {
    expect(todo(unknown, LANDED_MS, { ...rules, asks: false })).toBe('call-human');
  });

  it('is given to a human when the answer to the question is not understood', () => {
    expect(after([asked(LANDED_MS, unintelligible('x'))], unknown).status).toBe('needs-review');
  });

  it('stays so while the system cannot be reached: no news, only counters', () => {
    const event = { event: 'asked', at: t(LANDED_MS), answer: unreachable('ECONNREFUSED') } as const;
    expect(after([event], unknown)).toBe(unknown);
    const once = polledAgain(unknown, undefined, event, rules);
    expect(once).toEqual({ of: unknown.nextAt, polls: 1, failures: 1, nextAt: t(LANDED_MS + 1_000) });
    expect(polledAgain(unknown, once, event, rules)).toMatchObject({ polls: 2, nextAt: t(LANDED_MS + 2_000) });
    expect(dueAt(unknown, once)).toBe(once.nextAt);
  });

  it('is not held back by counters of an earlier time', () => {
    const stale = { of: 'earlier', polls: 9, failures: 9, nextAt: t(99_999_999) };
    expect(dueAt(unknown, stale)).toBe(unknown.nextAt);
  });

  it('is not undone by the late answer of an earlier start', () => {
    const second = after([asked(LANDED_MS, { answer: 'not-found' }), { event: 'started', at: t(LANDED_MS) }], unknown);
    expect(after([answered(unreachable('late'))], second)).toBe(second);
    expect(after([answered(unintelligible('late'))], second)).toBe(second);
    expect(after([answered(DONE)], second).status).toBe('accepted');
  });
});

describe('a query', () => {
  const query = { ...wanted, capability: 'query' } as const;
  it('is read again after a crash without asking: it changes nothing there', () => {
    const lost = after([started], query);
    expect(todo(lost, LANDED_MS)).toBe('send');
    expect(after([{ event: 'started', at: t(LANDED_MS) }], lost).status).toBe('sent');
  });
  it('is read again after a connection that broke', () => {
    expect(after([started, answered(unreachable('x', { mayHaveLanded: true }))], query).status).toBe('wanted');
  });
});

describe('news that the system pushes', () => {
  const push = (answer: Extract<ExchangeEvent, { event: 'pushed' }>['answer']): ExchangeEvent => ({
    event: 'pushed',
    at: t(50),
    answer,
  });
  it.each([
    ['sent', sent],
    ['unknown', unknown],
    ['pending', after([started, answered(pending(9_000))])],
    ['needs-review', after([started, answered(unintelligible('x'))])],
    ['wanted again', after([asked(LANDED_MS, { answer: 'not-found' })], unknown)],
  ])('is the answer while the exchange is %s', (_status, exchange) => {
    expect(after([push(DONE)], exchange).status).toBe('accepted');
  });

  it('comes before the answer to the submission: which is then no news', () => {
    const exchange = after([push(DONE)], sent);
    expect(after([answered(pending(9_000, 'GZ1'))], exchange)).toBe(exchange);
  });

  it('is no news the second time, nor when it is older than the decision', () => {
    const exchange = after([started, answered(DONE)]);
    expect(after([push(DONE)], exchange)).toBe(exchange);
    expect(after([push(pending(1_000))], exchange)).toBe(exchange);
  });

  it('is refused when it contradicts what is decided or cancelled', () => {
    expect(refusal(after([started, answered(DONE)]), push(rejected('1', 'x')))).toBe('exchange-contradicted');
    expect(refusal(after([{ event: 'cancelled', at: T0 }]), push(DONE))).toBe('exchange-contradicted');
  });
});

describe('a withdrawal', () => {
  it('does not reach what may be in the system already', () => {
    for (const exchange of [sent, unknown, after([started, answered(pending(1))])])
      expect(refusal(exchange, { event: 'cancelled', at: t(1) })).toBe('exchange-under-way');
  });
});

describe('a human who has looked', () => {
  const review = after([started, answered(unintelligible('x'))]);
  it('says what is true', () => {
    expect(after([{ event: 'resolved', at: t(1), as: DONE }], review).status).toBe('accepted');
  });
  it('may have it sent again', () => {
    const again = after([{ event: 'resolved', at: t(1), as: { answer: 'send-again' } }], review);
    expect(again).toMatchObject({ status: 'wanted', attempts: 0, nextAt: t(1) });
    expect(again).not.toHaveProperty('detail');
  });
  it.each([
    ['wanted', wanted],
    ['sent', sent],
    ['unknown', unknown],
    ['pending', after([started, answered(pending(1_000, 'GZ1'))])],
    ['accepted', after([started, answered(DONE)])],
    ['rejected', after([started, answered(rejected('3001', '不一致'))])],
    ['cancelled', after([{ event: 'cancelled', at: T0 }])],
  ])(
    'has nothing to settle while it is %s: the word is the system’s, and what may be there is never sent',
    (_, exchange) => {
      for (const as of [DONE, rejected('human', ''), { answer: 'send-again' } as const])
        expect(refusal(exchange, { event: 'resolved', at: t(1), as })).toBe('exchange-not-open');
    },
  );
});

describe('a system that has lost what it had taken in', () => {
  it('is a matter for a human', () => {
    const exchange = after([started, answered(pending(1_000))]);
    expect(after([asked(5_000, { answer: 'not-found' })], exchange).status).toBe('needs-review');
  });
});

describe('our key at a system', () => {
  it('is the same for ever, and fits any field', () => {
    expect(exchangeKey('case.branch', 1)).toMatch(/^[A-Z2-7]{26}$/);
    expect(exchangeKey('case.branch', 1)).toBe(exchangeKey('case.branch', 1));
    expect(new Set(Array.from({ length: 1_000 }, (_, n) => exchangeKey('case.branch', n))).size).toBe(1_000);
  });
});

describe('the moment from which a request can no longer land', () => {
  it('is the whole call, what the system takes to settle, and the longest pause of our own', () => {
    expect(landedBy(T0, limits)).toBe(t(LANDED_MS));
  });
});

describe('an exchange whose dossier was set back by a restore', () => {
  const restored: ExchangeEvent = { event: 'restored', at: t(60_000) };
  const NOT_FOUND = { answer: 'not-found' } as const;
  const hasIt = after([started, answered(pending(1_000, 'GZ1'))]);

  it.each([wanted, sent, unknown, hasIt])(
    'is unknown when it was not final, and asked about before anything is sent',
    (was) => {
      const now = after([restored], was);
      expect(now).toMatchObject({ status: 'unknown', startedAt: t(60_000) });
      expect(todo(now, 60_000)).toBe('ask');
      expect(refusal(now, { event: 'started', at: t(60_000) })).toBe('exchange-not-startable');
    },
  );

  it('takes the answer that the system had given to what is forgotten here', () => {
    expect(after([restored, asked(61_000, DONE)])).toMatchObject({ status: 'accepted', receipt: 'GZ1' });
  });

  it('is sent when the system does not know it and nothing from before the restore can still land', () => {
    const early = after([restored, asked(61_000, NOT_FOUND)]);
    expect(early.status).toBe('unknown');
    const late = after([asked(60_000 + LANDED_MS, NOT_FOUND)], early);
    expect(late.status).toBe('wanted');
    expect(todo(late, 60_000 + LANDED_MS)).toBe('send');
  });

  it('goes to a human when the system had it and does not know it any more, or cannot be asked', () => {
    expect(after([restored, asked(60_000 + LANDED_MS, NOT_FOUND)], hasIt).status).toBe('needs-review');
    expect(todo(after([restored]), 60_000, { limits, asks: false })).toBe('call-human');
  });

  it('stays final when it was, and stays with a human who is told why', () => {
    const done = after([started, answered(DONE)]);
    expect(after([restored], done)).toBe(done);
    const human = after([{ event: 'gave-up', at: T0, detail: 'x' }]);
    expect(after([restored], human)).toMatchObject({
      status: 'needs-review',
      detail: expect.stringContaining('restored'),
    });
  });
});

describe('an exchange that is wanted soon after a restore', () => {
  const doubtful = wantInDoubt({ id: 'seal', system: 'L06', capability: 'submit', key: 'K' }, t(60_000), t(50_000));

  it('is asked about first, for its key may have been used; not found long after the restore, it is sent at once', () => {
    expect(todo(doubtful, 60_000)).toBe('ask');
    expect(after([asked(50_000 + LANDED_MS, { answer: 'not-found' })], doubtful).status).toBe('wanted');
    expect(after([asked(60_000, DONE)], doubtful).status).toBe('accepted');
  });
});

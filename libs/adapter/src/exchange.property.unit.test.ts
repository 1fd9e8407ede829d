import { isRefusal, toInstant } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, type StatusAnswer, unreachable } from './answer.ts';
import { apply, polledAgain } from './apply.ts';
import { type Exchange, type ExchangeEvent, type ExchangeRules, type Polls, wantExchange } from './exchange.ts';
import { completeLimits } from './limits.ts';
import { nextAction } from './next-action.ts';

const limits = completeLimits({
  callMs: 50,
  settleMs: 40,
  pauseMs: 10,
  attempts: 4,
  concurrency: 1,
  backoffMs: 5,
  backoffLimitMs: 20,
});
const rules: ExchangeRules = { limits, asks: true };
const START = Date.UTC(2026, 2, 2, 1, 30);

/** What chance does to one call: when the bytes go out, when they land, whether we hear of it. */
const fate = fc.record({
  outMs: fc.nat({ max: limits.callMs + 30 }),
  pausedMs: fc.nat({ max: limits.pauseMs }),
  landMs: fc.nat({ max: limits.settleMs ?? 0 }),
  lands: fc.boolean(),
  heard: fc.constantFrom('answer', 'broken', 'crash'),
  statusWorks: fc.boolean(),
});
type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

interface World {
  now: number;
  exchange: Exchange;
  polls: Polls | undefined;
  readonly landings: number[];
  readonly starts: string[];
}

const save = (world: World, event: ExchangeEvent): boolean => {
  const next = apply(world.exchange, event, rules);
  if (isRefusal(next) || next === world.exchange) return false;
  world.exchange = next;
  return true;
};

/** A legacy system that takes whatever lands, as often as it lands: the worst there is. */
const send = (world: World, { outMs, pausedMs, landMs, lands, heard }: Fate): void => {
  const startedAt = toInstant(world.now);
  if (!save(world, { event: 'started', at: startedAt })) return;
  world.starts.push(startedAt);
  const inBudget = outMs < limits.callMs;
  if (inBudget && lands) world.landings.push(world.now + outMs + pausedMs + landMs);
  if (heard === 'crash') return;
  const at = toInstant(world.now + Math.min(outMs + 1, limits.callMs));
  const hears = inBudget && lands && heard === 'answer' && outMs + pausedMs + landMs < limits.callMs;
  const answer = hears ? accepted({}) : unreachable('broken', { mayHaveLanded: inBudget });
  save(world, { event: 'answered', at, startedAt, answer });
};

const ask = (world: World, { statusWorks }: Fate): void => {
  const answer: StatusAnswer = !statusWorks
    ? unreachable('broken')
    : world.landings.some((landed) => landed <= world.now)
      ? accepted({})
      : { answer: 'not-found' };
  const event = { event: 'asked', at: toInstant(world.now), answer } as const;
  if (!save(world, event)) world.polls = polledAgain(world.exchange, world.polls, event, rules);
};

const live = (fates: readonly Fate[], pausesMs: readonly number[]): World => {
  const wanted = wantExchange({ id: 'x', system: 'L99', capability: 'submit', key: 'K' }, toInstant(START));
  return goOn({ now: START, exchange: wanted, polls: undefined, landings: [], starts: [] }, fates, pausesMs);
};

const goOn = (world: World, fates: readonly Fate[], pausesMs: readonly number[]): World => {
  for (const [i, fate] of fates.entries()) {
    const action = nextAction(world.exchange, rules, { system: world.now, business: START }, world.polls);
    if (action.do === 'send') send(world, fate);
    if (action.do === 'ask') ask(world, fate);
    if (action.do === 'call-human') save(world, { event: 'gave-up', at: toInstant(world.now), detail: action.detail });
    world.now += pausesMs[i] ?? 1;
    if (action.do === 'wait') world.now = Math.max(world.now, Date.parse(action.at));
  }
  return world;
};

/** The store is set back to how it stood after some step; what the system has got stays. */
const liveTwice = (fates: readonly Fate[], pausesMs: readonly number[], cut: number): World => {
  const kept = live(fates.slice(0, cut), pausesMs);
  const world = live(fates, pausesMs);
  world.exchange = kept.exchange;
  world.polls = kept.polls;
  save(world, { event: 'restored', at: toInstant(world.now) });
  return goOn(world, fates, pausesMs);
};

const lives = fc.tuple(fc.array(fate, { maxLength: 40 }), fc.array(fc.nat({ max: 120 }), { maxLength: 40 }));

describe('an exchange under any order of losses, crashes and delays', () => {
  it('lands at most once in a system that takes the same thing twice', () => {
    fc.assert(
      fc.property(lives, ([fates, pauses]) => {
        expect(live(fates, pauses).landings.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('lands at most once, too, when its store is set back to any earlier point and goes on from there', () => {
    fc.assert(
      fc.property(lives, fc.nat({ max: 40 }), ([fates, pauses], cut) => {
        expect(liveTwice(fates, pauses, cut).landings.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is never started while an earlier request may still land', () => {
    fc.assert(
      fc.property(lives, ([fates, pauses]) => {
        const { starts, landings } = live(fates, pauses);
        for (const start of starts.slice(1))
          for (const landed of landings.slice(0, -1)) expect(Date.parse(start)).toBeGreaterThan(landed);
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes to an end when the system works at last: accepted, or in front of a human', () => {
    const fine: Fate = { outMs: 0, pausedMs: 0, landMs: 0, lands: true, heard: 'answer', statusWorks: true };
    fc.assert(
      fc.property(lives, ([fates, pauses]) => {
        const calm = Array.from({ length: 12 }, () => fine);
        const { exchange, landings } = live([...fates, ...calm], pauses);
        expect(['accepted', 'needs-review']).toContain(exchange.status);
        if (exchange.status === 'accepted') expect(landings).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });
});

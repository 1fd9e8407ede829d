import {
  type Answer,
  accepted,
  type ExchangeEvent,
  landedBy,
  nextAction,
  pending,
  rejected,
  type StatusAnswer,
  unintelligible,
  unreachable,
} from '@yimen/adapter';
import { isRefusal, toInstant } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DossierCommand } from './commands.ts';
import {
  approve,
  by,
  dossier,
  handling,
  type Kept,
  MORNING,
  nothing,
  opening,
  RULES,
  SYSTEM_NOW,
  take,
  tryTake,
  withdraw,
} from './dossier.fixture.ts';
import { evolve } from './evolve.ts';
import { type Level, RANKS, START } from './state.ts';

const someone = fc.constantFrom('li', 'wang', 'chen', 'zhao');
const roles = fc.subarray(['handler', 'reviewer', 'approver', 'specialist', 'window-clerk']);

const officerCommand: fc.Arbitrary<DossierCommand> = fc
  .record({
    subject: someone,
    step: fc.constantFrom('claim', 'approve', 'send-back', 'approve', 'withdraw'),
    claims: fc.record({ roles, rank: fc.constantFrom(...RANKS), outsourced: fc.boolean() }),
  })
  .map(({ subject, step, claims }): DossierCommand => {
    if (step === 'withdraw') return withdraw;
    if (step === 'claim') return { ...by(subject, claims), step };
    if (step === 'send-back') return { ...by(subject, claims), step };
    return approve(subject, claims);
  });

const someLevels: fc.Arbitrary<readonly Level[]> = fc.array(
  fc.record({
    role: fc.constantFrom<Level['role']>('handler', 'reviewer', 'approver', 'specialist'),
    rank: fc.constantFrom(...RANKS),
  }),
  { minLength: 1, maxLength: 4 },
);

const takeAll = (kept: Kept, commands: readonly DossierCommand[]): Kept =>
  commands.reduce((before, command) => {
    const after = tryTake(before, command);
    return isRefusal(after) ? before : after;
  }, kept);

describe('any order of officers’ steps', () => {
  it('grants only what every level has passed, each by another person', () => {
    fc.assert(
      fc.property(someLevels, fc.array(officerCommand, { maxLength: 40 }), (given, commands) => {
        const end = takeAll(take(nothing, opening({ handling: handling({ levels: given }) })), commands);
        if (end.state.status !== 'granted') return;
        expect(end.state.completed).toHaveLength(given.length);
        expect(new Set(end.state.completed.map(({ subject }) => subject)).size).toBe(given.length);
      }),
    );
  });

  it('ends in the state that the fold of its facts gives', () => {
    fc.assert(
      fc.property(someLevels, fc.array(officerCommand, { maxLength: 30 }), (given, commands) => {
        const end = takeAll(take(nothing, opening({ handling: handling({ levels: given }) })), commands);
        expect(end.facts.reduce(evolve, START)).toEqual(end.state);
      }),
    );
  });
});

/** One turn of a schedule: what the runner, the wire or the department does next. */
type Turn =
  | { readonly do: 'run'; readonly reply: Answer; readonly told: 'now' | 'late' | 'lost'; readonly lands: boolean }
  | { readonly do: 'late' }
  | { readonly do: 'push'; readonly answer: 'accepted' | 'rejected' }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'withdraw' };

const reply = fc.constantFrom<Answer>(
  accepted({}, 'R-1'),
  rejected('E1', '不符'),
  pending(200, 'R-1'),
  unreachable('connect', { mayHaveLanded: false }),
  unreachable('timeout', { mayHaveLanded: true }),
  unintelligible('body'),
);

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc.record({
    do: fc.constant('run' as const),
    reply,
    told: fc.constantFrom('now' as const, 'late' as const, 'lost' as const),
    lands: fc.boolean(),
  }),
  fc.constant({ do: 'late' } as const),
  fc.record({ do: fc.constant('push' as const), answer: fc.constantFrom('accepted' as const, 'rejected' as const) }),
  fc.record({ do: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 6_000 }) }),
  fc.constant({ do: 'withdraw' } as const),
);

/** A system and a runner as they could be: sends land or not, words come late, twice or never, processes crash. */
const play = (turns: readonly Turn[], start: Kept) => {
  let kept = start;
  let now = Date.parse(SYSTEM_NOW);
  let landed = 0;
  let said: 'accepted' | 'rejected' | undefined;
  const sends: string[] = [];
  const late: ExchangeEvent[] = [];

  const tell = (event: ExchangeEvent): boolean => {
    const command: DossierCommand = {
      step: 'exchange',
      actor: { subject: 'runner', kind: 'system' },
      at: MORNING,
      exchange: '1',
      event,
    };
    const after = tryTake(kept, command);
    if (isRefusal(after)) return false;
    kept = after;
    return true;
  };
  const asksTruth = (): StatusAnswer => {
    if (landed === 0) return { answer: 'not-found' };
    if (said === undefined) return pending(200, 'R-1');
    return said === 'accepted' ? accepted({}, 'R-1') : rejected('E1', '不符');
  };
  const land = (answer: Answer): void => {
    landed += 1;
    if (said === undefined && (answer.answer === 'accepted' || answer.answer === 'rejected')) said = answer.answer;
  };
  const run = ({ reply: answer, told, lands }: Extract<Turn, { do: 'run' }>): void => {
    const [exchange] = kept.state.exchanges;
    if (!exchange) return;
    const action = nextAction(exchange, RULES, { system: now, business: now });
    if (action.do === 'ask') {
      sends.push('ask');
      if (told !== 'lost') tell({ event: 'asked', at: toInstant(now), answer: asksTruth() });
    }
    if (action.do === 'call-human') tell({ event: 'gave-up', at: toInstant(now), detail: action.detail });
    if (action.do === 'send') send({ reply: answer, told, lands });
  };
  const send = ({ reply: answer, told, lands }: Omit<Extract<Turn, { do: 'run' }>, 'do'>): void => {
    const startedAt = toInstant(now);
    if (!tell({ event: 'started', at: startedAt })) return;
    sends.push('send');
    const reached = answer.answer === 'unreachable' ? answer.mayHaveLanded && lands : true;
    if (reached) land(answer);
    const event: ExchangeEvent = { event: 'answered', at: startedAt, startedAt, answer };
    if (told === 'now') tell(event);
    if (told === 'late') late.push(event);
  };
  for (const one of turns) {
    if (one.do === 'run') run(one);
    if (one.do === 'late')
      for (const event of late.splice(0, 1)) tell({ ...event, at: toInstant(now) } as ExchangeEvent);
    if (one.do === 'push' && landed > 0) {
      said ??= one.answer;
      tell({ event: 'pushed', at: toInstant(now), answer: asksTruth() as Answer & { answer: 'accepted' } });
    }
    if (one.do === 'pause') now += one.ms;
    if (one.do === 'withdraw') kept = takeAll(kept, [withdraw]);
    now += 1;
  }
  return { kept, landed, said, sends };
};

const systemDecides = take(
  nothing,
  opening({ handling: handling({ levels: [], decision: 'system', exchange: { system: 'L06', when: 'opened' } }) }),
);
const approvedFirst = take(
  nothing,
  opening({ handling: handling({ exchange: { system: 'L06', when: 'approved' } }) }),
  approve('li'),
);
const begins = fc.constantFrom(systemDecides, approvedFirst);

describe('any order of sends, crashes, late and repeated answers, pushes and a withdrawal', () => {
  it('never lands one submission twice', () => {
    fc.assert(
      fc.property(begins, fc.array(turn, { maxLength: 60 }), (start, turns) => {
        expect(play(turns, start).landed).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('grants only on the system’s accepted answer, and refuses only on its rejection', () => {
    fc.assert(
      fc.property(begins, fc.array(turn, { maxLength: 60 }), (start, turns) => {
        const { kept, said } = play(turns, start);
        const { status } = kept.state;
        if (status === 'granted') expect(said).toBe('accepted');
        if (status === 'refused') expect(said).toBe('rejected');
        if (status === 'withdrawn') expect(said).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing to send once it is over or to be withdrawn', () => {
    fc.assert(
      fc.property(begins, fc.array(turn, { maxLength: 60 }), (start, turns) => {
        const { status, withdrawing, exchanges } = play(turns, start).kept.state;
        if ((status === 'open' || status === 'submitting') && !withdrawing) return;
        expect(exchanges.map((exchange) => exchange.status)).not.toContain('wanted');
      }),
      { numRuns: 500 },
    );
  });

  it('answers a withdrawal with exactly one of withdrawn and decided', () => {
    fc.assert(
      fc.property(begins, fc.array(turn, { maxLength: 60 }), (start, turns) => {
        const types = play(turns, start).kept.facts.map(({ type }) => type);
        const decided = types.includes('dossier.decided');
        expect(decided && types.includes('dossier.withdrawn')).toBe(false);
        expect(types.filter((type) => type === 'dossier.decided').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the schedules above', () => {
  it('do send again after an ask that found nothing, so that they prove something', () => {
    const [lost, wait, ask, again] = [
      { do: 'run', reply: unreachable('timeout', { mayHaveLanded: true }), told: 'now', lands: false },
      { do: 'pause', ms: Date.parse(landedBy(SYSTEM_NOW, RULES.limits)) - Date.parse(SYSTEM_NOW) + 10 },
      { do: 'run', reply: accepted({}), told: 'now', lands: false },
      { do: 'run', reply: accepted({}), told: 'now', lands: true },
    ] as const;
    const { sends, kept } = play([lost, wait, ask, again], systemDecides);
    expect(sends).toEqual(['send', 'ask', 'send']);
    expect(kept.state.status).toBe('granted');
    expect(dossier.answer(kept.state)).toMatchObject({ outcome: 'granted' });
  });
});

import { accepted, type ExchangeEvent, pending, unintelligible, unreachable } from '@yimen/adapter';
import { isRefusal } from '@yimen/kernel';
import { nationalCalendar } from '@yimen/working-days';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from './clock.ts';
import type { Claims, DossierCommand } from './commands.ts';
import {
  approve,
  by,
  handling,
  type Kept,
  levels,
  nothing,
  opening,
  SYSTEM_NOW,
  take,
  tryTake,
  withdraw,
} from './dossier.fixture.ts';
import { OFFICER_STEPS, type OfficerStepName } from './flow.ts';
import { offered } from './offered.ts';

const PEOPLE = ['li', 'wang', 'chen'] as const;
const DAYS = ['2026-03-02', '2026-03-06', '2026-03-09', '2026-03-10', '2026-03-30'].map(
  (day) => `${day}T01:30:00.000Z`,
);

/** A step as a person would take it on a day, with nothing wrong in what is sent along. */
const taking = (step: OfficerStepName, subject: string, claims: Partial<Claims>, at: string): DossierCommand => {
  const common = { ...by(subject, claims), at };
  if (step === 'approve') return { ...approve(subject, claims), at };
  if (step === 'refuse') return { ...common, step, law: '行政许可法 38(2)' };
  if (step === 'stop-clock') return { ...common, step, procedure: 'hearing' };
  if (step === 'extend') return { ...common, step, days: 1 };
  if (step === 'settle-exchange') return { ...common, step, exchange: '1', answer: 'accepted', systemAt: SYSTEM_NOW };
  return { ...common, step };
};

const exchanged = (event: ExchangeEvent): DossierCommand => ({
  step: 'exchange',
  actor: { subject: 'runner', kind: 'system' },
  at: SYSTEM_NOW,
  exchange: '1',
  event,
});
const answers = [
  accepted({}, 'R-1'),
  pending(1_000, 'R-1'),
  unintelligible('body'),
  unreachable('cut', { mayHaveLanded: true }),
].map((answer) => exchanged({ event: 'answered', at: SYSTEM_NOW, startedAt: SYSTEM_NOW, answer }));

const claims = fc.record({
  roles: fc.subarray(['handler', 'reviewer', 'approver', 'supervisor']),
  rank: fc.constantFrom('officer' as const, 'section-chief' as const, 'director' as const),
  outsourced: fc.boolean(),
});
const able = { roles: ['handler', 'reviewer'], rank: 'director' } as const;

const happening: fc.Arbitrary<(at: string) => DossierCommand> = fc.oneof(
  fc.record({ step: fc.constantFrom(...OFFICER_STEPS), who: fc.constantFrom(...PEOPLE) }).map(
    ({ step, who }) =>
      (at: string) =>
        taking(step, who, able, at),
  ),
  fc
    .constantFrom(withdraw, exchanged({ event: 'started', at: SYSTEM_NOW }), ...answers)
    .map((command) => () => command),
);

const handlings = [
  handling({ levels: levels('handler', 'reviewer') }),
  handling({ levels: [{ role: 'handler', rank: 'section-chief' }, { role: 'reviewer' }] }),
  handling({ levels: levels('handler'), exchange: { system: 'L06', when: 'opened' } }),
  handling({ levels: levels('handler', 'reviewer'), exchange: { system: 'L06', when: 'approved' } }),
  handling({ levels: [], decision: 'system', exchange: { system: 'L06', when: 'opened' } }),
];

const lives = fc
  .record({
    handling: fc.constantFrom(...handlings),
    promisedDays: fc.constantFrom(0, 5),
    happenings: fc.array(happening, { maxLength: 12 }),
    days: fc.array(fc.nat({ max: DAYS.length - 1 }), { minLength: 13, maxLength: 13 }),
  })
  .map(({ happenings, days, ...opened }) => {
    const moments = days.toSorted((a, b) => a - b).map((day) => DAYS[day] ?? '');
    const end = happenings.reduce<Kept>(
      (kept, one, i) => {
        const after = tryTake(kept, one(moments[i] ?? ''));
        return isRefusal(after) ? kept : after;
      },
      take(nothing, opening(opened)),
    );
    return { end, at: moments.at(-1) ?? '' };
  });

describe('the steps that a dossier shows to an officer', () => {
  it('are those that it takes from this officer on this day, whatever happened before', () => {
    fc.assert(
      fc.property(lives, claims, fc.constantFrom(...PEOPLE), ({ end, at }, who, subject) => {
        const shown = offered(
          end.state,
          { ...by(subject, who).claims },
          { subject, today: dayOf(at) },
          { calendar: nationalCalendar },
        );
        const taken = OFFICER_STEPS.filter((step) => !isRefusal(tryTake(end, taking(step, subject, who, at))));
        expect(shown).toEqual(taken);
      }),
      { numRuns: 3_000 },
    );
  });

  it('leave nothing out of what officers can do', () => {
    const seen = new Set<OfficerStepName>();
    fc.assert(
      fc.property(lives, ({ end, at }) => {
        const { claims: mine } = by('li', able);
        for (const step of offered(
          end.state,
          mine,
          { subject: 'li', today: dayOf(at) },
          { calendar: nationalCalendar },
        ))
          seen.add(step);
      }),
      { numRuns: 1_000 },
    );
    expect([...seen].sort()).toEqual([...OFFICER_STEPS].sort());
  });
});

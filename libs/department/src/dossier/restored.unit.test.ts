import { accepted, unreachable } from '@yimen/adapter';
import { nationalCalendar } from '@yimen/working-days';
import { describe, expect, it } from 'vitest';
import type { DossierCommand } from './commands.ts';
import {
  answered,
  approve,
  bySystem,
  event,
  handling,
  levels,
  MORNING,
  nothing,
  opening,
  RULES,
  refusalOf,
  SYSTEM_NOW,
  started,
  TOPIC,
  take,
  typesOf,
} from './dossier.fixture.ts';
import { createDossier } from './dossier.ts';
import { givenByDefault } from './exchanges.ts';
import type { Dossier } from './state.ts';

const system = { subject: 'restore', kind: 'system' } as const;
const LATER = '2026-11-22T02:00:00.000Z';
const restored = (forgotten: boolean): DossierCommand => ({
  step: 'restored',
  actor: system,
  at: MORNING,
  systemAt: LATER,
  epoch: 1,
  point: '2026-11-22T01:30:00.000Z',
  forgotten,
});
const opened = take(nothing, opening({ handling: bySystem }));

describe('a dossier that was set back by a restore', () => {
  it.each([
    ['had not sent yet', opened],
    ['had sent', take(opened, started)],
    ['had lost the answer', take(opened, started, answered(unreachable('x', { mayHaveLanded: true })))],
  ])('asks the system before anything is sent when it %s, and the history says why', (_, before) => {
    const after = take(before, restored(false));
    expect(after.state.exchanges[0]).toMatchObject({ status: 'unknown', startedAt: LATER });
    expect(typesOf(after).slice(-2)).toEqual(['dossier.restored', 'exchange.moved']);
    expect(refusalOf(after, event({ event: 'started', at: LATER }))).toBe('exchange-not-startable');
    expect(take(after, event({ event: 'asked', at: LATER, answer: accepted({}, 'GA-7') })).state.status).toBe(
      'granted',
    );
  });

  it('has nothing to say when all is final and nobody had heard more', () => {
    const done = take(opened, started, answered(accepted({}, 'GA-7')));
    expect(take(done, restored(false))).toEqual(done);
  });

  it('tells who had heard more that it has forgotten that', () => {
    const after = take(take(nothing, opening()), restored(true));
    expect(after.facts.at(-1)).toMatchObject({ type: 'dossier.restored', data: { told: { milestone: 'restored' } } });
  });

  it('answers an opening that the gateway repeats with one more message, so that all are asked for', () => {
    for (const before of [take(nothing, opening()), take(nothing, opening(), approve('o-1'))]) {
      const after = take(before, opening());
      expect(typesOf(after).at(-1)).toBe('opening.repeated');
      expect({ ...after.state, milestone: undefined }).toEqual({ ...before.state, milestone: undefined });
    }
  });
});

describe('a dossier that comes into being soon after a restore', () => {
  const doubting = (asks: boolean) =>
    createDossier({
      topic: TOPIC,
      days: { calendar: nationalCalendar },
      rulesOf: () => ({ ...RULES, asks }),
      givenBy: givenByDefault,
      doubt: { from: '2026-11-22T00:30:00.000Z', until: '2026-12-22T00:30:00.000Z', receivedUntil: '2026-03-03' },
    });
  const firstExchange = (command: DossierCommand, asks = true) => {
    const facts = doubting(asks).decide(nothing.state, command);
    if ('refusal' in facts) throw new Error(facts.refusal);
    return facts.map(({ data }) => data['kept'] as { exchange?: Dossier['exchanges'][number] }).at(-1)?.exchange;
  };
  const at = (systemAt: string, receivedOn = '2026-03-02') => {
    const usual = opening({ handling: bySystem, systemAt });
    return { ...usual, opening: { ...usual.opening, receivedOn } };
  };

  it('asks first whether its submission went out before', () => {
    expect(firstExchange(at(SYSTEM_NOW))).toMatchObject({ status: 'unknown', startedAt: '2026-11-22T00:30:00.000Z' });
  });

  it('trusts itself again when nothing of the time before can come back', () => {
    expect(firstExchange(at('2026-12-22T00:31:00.000Z'))).toMatchObject({ status: 'wanted' });
  });

  it('is sent to a system that cannot be asked when the case is surely new', () => {
    expect(firstExchange(at(SYSTEM_NOW), false)).toMatchObject({ status: 'unknown' });
    expect(firstExchange(at(SYSTEM_NOW, '2026-03-04'), false)).toMatchObject({ status: 'wanted' });
  });

  it('asks first when officers approve what goes out afterwards', () => {
    const approved = handling({ levels: levels('handler'), exchange: { system: 'L06', when: 'approved' } });
    const before = take(nothing, opening({ handling: approved }));
    const facts = doubting(true).decide(before.state, approve('o-1'));
    expect(facts).toContainEqual(
      expect.objectContaining({ data: { kept: { exchange: expect.objectContaining({ status: 'unknown' }) } } }),
    );
  });
});

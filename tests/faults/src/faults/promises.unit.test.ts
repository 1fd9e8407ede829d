import { describe, expect, it } from 'vitest';
import type { Evidence, StoredCase, Violation } from '../checker/evidence.ts';
import { CASE_FACTS, sound, stored } from '../checker/sound.fixture.ts';
import { noTimerLost, type Span, wrongIn } from './F13.ts';
import { bothWorked, neverWrittenBack } from './F14.ts';
import { notTurnedAway } from './F16.ts';
import { keepsUp, kneeIn } from './knee.ts';
import { othersUnaffected, slowed, type Took, tookOfExchanges } from './others.ts';

const whatOf = (violations: readonly Violation[]): readonly string[] => violations.map(({ what }) => what);
const theCase = (id: string, facts = CASE_FACTS): StoredCase => stored('case', id, facts);
const withVersions = (id: string, ...versions: readonly number[]): StoredCase => {
  const one = theCase(id);
  return {
    ...one,
    history: one.history.map((entry, place) => ({ ...entry, v: versions[place] ?? versions.at(-1) ?? 1 })),
  };
};
const filing = { at: 1, ms: 1, act: 'file' as const, by: 'u', attempt: 1, status: 201 };

describe('F6: others', () => {
  const restaurants = (count: number, tookMs: number): Evidence =>
    sound({
      lines: Array.from({ length: count }, (_, n) => ({
        ...{ ...filing, journey: `r${n}`, key: `r${n}`, asked: { item: 'open-restaurant' } },
      })),
      trips: Array.from({ length: count }, (_, n) => ({ journey: `r${n}`, beganAt: 0, endedAt: tookMs })),
    });
  const took = (count: number, ms: number): readonly Took[] => Array<Took>(count).fill({ beganAt: 0, ms });

  it('go on as ever, when they ask no legacy system', () => {
    expect(othersUnaffected(restaurants(30, 20_000))).toEqual([]);
    expect(new Set(whatOf(othersUnaffected(restaurants(30, 20_001))))).toEqual(
      new Set(['a case that asks no legacy system had to wait']),
    );
    expect(whatOf(othersUnaffected(restaurants(29, 100)))).toEqual(['too few cases ask no legacy system']);
  });

  it('are not slowed by one dead system, and there must be enough of them to say so', () => {
    expect(slowed('k', [took(30, 1_000), took(30, 1_250), took(30, 900)])).toEqual([]);
    expect(whatOf(slowed('k', [took(30, 1_000), took(30, 1_251), took(30, 900)]))).toEqual([
      'one dead system slowed others',
    ]);
    expect(whatOf(slowed('k', [took(30, 1_000), took(29, 1_000), took(30, 900)]))).toEqual([
      'too few were seen to compare them',
    ]);
  });

  it('have exchanges that take from being wanted to their end, or until now', () => {
    const moved = (at: string, id: string, status: string) => ({
      ...{ type: 'exchange.moved', at, data: { kept: { exchange: { id, system: 'L21', status, nextAt: at } } } },
    });
    const history = [
      moved('2026-03-02T02:00:00.000Z', '1', 'wanted'),
      moved('2026-03-02T02:00:01.000Z', '1', 'sent'),
      moved('2026-03-02T02:00:03.000Z', '1', 'accepted'),
      moved('2026-03-02T02:00:05.000Z', '2', 'wanted'),
    ] as unknown as StoredCase['history'];
    const now = Date.parse('2026-03-02T02:00:06.000Z');
    expect(
      tookOfExchanges([{ history }], now)
        .get('L21')
        ?.map(({ ms }) => ms),
    ).toEqual([3_000, 1_000]);
  });
});

describe('F13: what a process with a wrong clock wrote', () => {
  const at = (instant: string) =>
    theCase(
      'c1',
      CASE_FACTS.map((fact) => ({ ...fact, at: instant })),
    );
  const span: Span = {
    since: Date.parse('2026-03-09T15:30:00.000Z'),
    now: Date.parse('2026-03-09T15:30:05.000Z'),
    service: 'intake-gateway',
    offsetMs: 3_600_000,
  };

  it('bears the time that it was, and neither one to come nor one long past', () => {
    expect(wrongIn(at('2026-03-09T15:30:02.000Z'), span, true)).toEqual([]);
    expect(whatOf(wrongIn(at('2026-03-09T16:30:02.000Z'), span, true))).toEqual([
      'an entry bears a time that has not come',
    ]);
    expect(whatOf(wrongIn(at('2026-03-09T14:30:02.000Z'), span, true))).toEqual([
      'an entry bears a time before its case',
    ]);
    expect(wrongIn(at('2026-03-09T14:30:02.000Z'), span, false)).toEqual([]);
  });

  it('accepts nothing by law before its time', () => {
    const byLaw = CASE_FACTS.map((fact) => ({
      ...fact,
      at: '2026-03-09T15:30:02.000Z',
      data: fact.type === 'case.accepted' ? { ...fact.data, by: 'law' } : fact.data,
    }));
    expect(whatOf(wrongIn(theCase('c1', byLaw), span, false))).toEqual([
      'a case was accepted by law before the time was over',
    ]);
  });
});

describe('F13: cases that nobody answers', () => {
  const overdue = [...CASE_FACTS.slice(0, 4), { type: 'case.overdue', data: { dueOn: '2026-03-09' } }];
  const silent = (count: number, facts = overdue): Evidence =>
    sound({
      cases: Array.from({ length: count }, (_, n) => theCase(`s${n}`, facts)),
      lines: Array.from({ length: count }, (_, n) => ({
        ...{ ...filing, journey: `silent1x${n}`, key: `s${n}`, answer: { id: `s${n}` } },
      })),
    });

  it('are overdue in the end, every one of them', () => {
    expect(noTimerLost(silent(8))).toEqual([]);
    expect(new Set(whatOf(noTimerLost(silent(8, [...CASE_FACTS]))))).toEqual(new Set(['a timer was lost']));
    expect(whatOf(noTimerLost(silent(7)))).toEqual(['too few cases were left alone']);
  });
});

describe('F14: two versions', () => {
  const ofNext = { ...withVersions('c1', 1, 1, 2), state: { handedInAt: 'x' } };
  const log = (text: string) => [{ name: 'intake-gateway.log', text }];
  const said = log('{"err":{"message":"The case is of version 2, newer than this process knows."}}');

  it('meet when one takes over what the other began, and is turned away from what the other wrote', () => {
    expect(bothWorked(sound({ cases: [ofNext], logs: said }))).toEqual([]);
  });

  it('did not meet when no gateway has said that a case is newer, whatever else was refused', () => {
    const lines = [{ ...filing, journey: 'j', status: 503 }];
    expect(whatOf(bothWorked(sound({ cases: [ofNext], lines, logs: log('overloaded') })))).toEqual([
      'the two versions did not meet',
    ]);
    const elsewhere = said.map(({ text }) => ({ name: 'social-security.log', text }));
    expect(bothWorked(sound({ cases: [ofNext], logs: elsewhere }))).toHaveLength(1);
    expect(
      bothWorked(sound({ cases: [{ ...ofNext, history: withVersions('c1', 2).history }], logs: said })),
    ).toHaveLength(1);
  });

  it('never write over a newer case', () => {
    expect(neverWrittenBack(sound({ cases: [withVersions('c1', 1, 1, 2)] }))).toEqual([]);
    expect(whatOf(neverWrittenBack(sound({ cases: [withVersions('c1', 1, 2, 1)] })))).toEqual([
      'an older version wrote over a newer case',
    ]);
  });
});

describe('F16: the knee', () => {
  const steps = [
    { came: 20, closed: 20 },
    { came: 30, closed: 33 },
    { came: 70, closed: 40 },
  ];

  it('is the most that was closed, without what had waited, and is found when a step is too much', () => {
    expect(kneeIn(steps)).toEqual({ perS: 40, found: true });
    expect(kneeIn(steps.slice(0, 2))).toEqual({ perS: 30, found: false });
    expect(steps.map(keepsUp)).toEqual([true, true, false]);
  });

  it('is flooded only when somebody is turned away or waits, if as many came as it takes', () => {
    const knee = { perS: 40, found: true };
    expect(whatOf(notTurnedAway(knee, { came: 200, closed: 190, turnedAway: 0 }))).toEqual(['nobody was turned away']);
    expect(notTurnedAway(knee, { came: 200, closed: 190, turnedAway: 1 })).toEqual([]);
    expect(notTurnedAway(knee, { came: 200, closed: 40, turnedAway: 0 })).toEqual([]);
    expect(notTurnedAway({ perS: 100, found: true }, { came: 200, closed: 200, turnedAway: 0 })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { heard, red, theCase, theDossier } from './red.fixture.ts';
import { CASE_FACTS, DOSSIER_FACTS, type Fact, sound, told } from './sound.fixture.ts';

const { lines, shown, messages } = sound();
const { unclear, acknowledged, read, readAgain } = heard;
const exchange = (status: string): readonly Fact[] =>
  DOSSIER_FACTS.map((fact) =>
    fact.type === 'exchange.moved'
      ? { ...fact, data: { kept: { exchange: { id: 'e1', system: 'L06', capability: 'submit', key: 'KEY', status } } } }
      : fact,
  );

describe('I9: readers', () => {
  it('one saw time run backwards', () => {
    expect(red({ lines: [unclear, acknowledged, { ...readAgain, at: 2_000 }, { ...read, at: 3_000 }] })).toEqual([
      'I9 a reader saw time run backwards',
    ]);
  });
  it('of two answers that overlap neither is the later', () => {
    expect(red({ lines: [unclear, acknowledged, { ...readAgain, at: 2_000 }, { ...read, at: 2_005 }] })).toEqual([]);
  });
  it('the tracker showed less than the case itself had shown', () => {
    const track = { ...read, act: 'track' as const, etag: undefined, at: 4_000 };
    const { etag: _, ...tracked } = { ...track, answer: { status: 'accepted', branches: [{ status: 'granted' }] } };
    expect(red({ lines: [...lines, tracked] })).toContain('I9 a reader saw time run backwards');
  });
  it('one is shown in the end what is not stored', () => {
    expect(red({ shown: new Map([['c1', { ...shown.get('c1'), outcome: 'partly' }]]) })).toEqual([
      'I9 what is shown in the end is not what is stored',
    ]);
    const { etag: _, ...tracked } = { ...readAgain, act: 'track' as const, at: 4_000 };
    const late = { ...tracked, answer: { ...tracked.answer, number: 'N2' } };
    expect(red({ lines: [...lines, late] })).toEqual(['I9 what is shown in the end is not what is stored']);
  });
  it('hardly anybody saw the tracker, though its door had no cause to shut', () => {
    const journeys = Array.from({ length: 20 }, (_, n) => `t${n}`);
    const trips = journeys.map((journey) => ({ journey, beganAt: 900, endedAt: 3_000, how: 'closed' as const }));
    const { etag: _, ...tracked } = {
      ...readAgain,
      act: 'track' as const,
      answer: { ...readAgain.answer, number: 'N1' },
    };
    const looks = (seen: number) =>
      journeys.map((journey, n) => ({ ...tracked, journey, about: journey, at: 4_000, status: n < seen ? 200 : 429 }));
    const words = ['I9 the tracker was hardly seen'];
    expect(red({ trips, lines: [...lines, ...looks(16)] })).toEqual([]);
    expect(red({ trips, lines: [...lines, ...looks(15)] })).toEqual(words);
    expect(red({ trips, lines })).toEqual(words);
    expect(red({ trips: trips.slice(1), lines })).toEqual([]);
    const many = [1, 2, 3, 4].flatMap(() => looks(0));
    expect(red({ trips, lines: [...lines, ...many], addresses: 1 })).toEqual([]);
  });
  it('one waited too long', () => {
    expect(red({ trips: [{ journey: 'j1', beganAt: 900, endedAt: 99_000, how: 'closed' }] })).toEqual([
      'I9 a case did not come to its end in time',
    ]);
  });
  it('one was refused what is lawful', () => {
    expect(red({ trips: [{ journey: 'j1', beganAt: 900, endedAt: 950, how: 'refused' }] })).toEqual([
      'I9 a lawful wish was refused',
    ]);
  });
});

describe('I10: after the drain', () => {
  it('an entry waits for the relay', () => {
    expect(red({ cases: [theCase(CASE_FACTS, { waits: true })] })).toEqual(['I10 entries wait for the relay']);
  });
  it('messages are owed, and a group is behind', () => {
    expect(red({ debts: [{ service: 's', id: 'd' }], lags: [{ group: 'g', total: 1 }] })).toEqual([
      'I10 a source owes messages',
      'I10 a group is behind',
    ]);
  });
  it('a message was never taken', () => {
    expect(red({ dossiers: [theDossier(DOSSIER_FACTS, { seen: [] })] })).toEqual([
      'I10 a message was never taken by its target',
    ]);
  });
  it('an exchange waits', () => {
    const dossiers = [theDossier(exchange('unknown'))];
    expect(red({ dossiers })).toEqual(['I10 an exchange waits']);
  });
  it('an exchange waits for a human, beyond those that may', () => {
    const dossiers = [theDossier(exchange('needs-review'))];
    expect(red({ dossiers })).toEqual(['I10 an exchange waits for a human without need']);
    expect(red({ dossiers, mayNeedReview: { L06: 1 } })).toEqual([]);
    expect(red({ dossiers, mayNeedReview: { L21: 1 } })).toEqual(['I10 an exchange waits for a human without need']);
  });
  it('a sound message was put aside, and poison was not', () => {
    const dead = { topic: 'branches.commerce-registration.v1.dead', key: 'k', headers: {}, text: 'sound' };
    const poison = { topic: 'branches.commerce-registration.v1', text: 'poison', poison: true };
    expect(red({ messages: [...messages, dead], planted: [poison] })).toEqual([
      'I10 a sound message was put aside',
      'I10 poison was not put aside',
    ]);
  });
  it('poison was put aside, as it should', () => {
    const dead = { topic: 'branches.commerce-registration.v1.dead', key: 'k', headers: {}, text: 'poison' };
    const poison = { topic: 'branches.commerce-registration.v1', text: 'poison', poison: true };
    expect(red({ messages: [...messages, dead], planted: [poison] })).toEqual([]);
  });
});

describe('I11: what is personal', () => {
  it('stands in a log', () => {
    expect(red({ logs: [{ name: 'l', text: 'of 440604199003071236' }] })).toEqual([
      'I11 something personal stands in clear',
    ]);
  });
  it('stands on a topic', () => {
    const [first] = told([theCase()]);
    if (!first) throw new Error('The fixture tells nothing.');
    expect(red({ messages: [...messages, { ...first, text: `${first.text} 陈晨光` }] })).toEqual([
      'I11 something personal stands in clear',
    ]);
  });
  it('is a token', () => {
    const token = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJkZW1vIn0abc', 'c2lnbmF0dXJlb2Z0aGF0'].join('.');
    expect(red({ logs: [{ name: 'l', text: `Bearer ${token}` }] })).toEqual(['I11 something personal stands in clear']);
  });
});

import { describe, expect, it } from 'vitest';
import { red, theCase, theDossier } from './red.fixture.ts';
import { CASE_FACTS, DOSSIER_FACTS, type Fact } from './sound.fixture.ts';

describe('I8: deadlines and timers', () => {
  it('a deadline counts days on which nobody works', () => {
    const hasty = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted'
        ? {
            ...fact,
            data: {
              ...fact.data,
              clock: { startedOn: '2026-03-02', dueOn: '2026-03-07', days: 5, provisional: false },
            },
          }
        : fact,
    );
    expect(red({ cases: [theCase(hasty)] })).toEqual(['I8 a deadline is not the calendar’s']);
  });
  it('a timer took effect early, and twice', () => {
    const over = (nonce: string): Fact => ({
      type: 'case.overdue',
      data: { dueOn: '2026-03-09' },
      at: '2026-03-09T15:00:00.000Z',
      cause: { id: `timer:${nonce}` },
      nonce,
    });
    const cases = [theCase([...CASE_FACTS.slice(0, 4), over('t1'), over('t2'), ...CASE_FACTS.slice(4)])];
    expect(red({ cases })).toEqual(['I8 a timer took effect twice', 'I8 a case was overdue too early']);
  });
  it('a clock began on another day than what happened, or has other days than its item', () => {
    const words = ['I8 a clock began on another day, or with other days'];
    const moved = (change: object, due: string) => ({
      clock: { startedOn: '2026-03-02', days: 5, basis: 'law', stops: [], ...change },
      ...{ dueOn: due, signalled: [] },
    });
    const opened = (change: object, due: string) =>
      DOSSIER_FACTS.map((fact) =>
        fact.type === 'dossier.opened'
          ? { ...fact, data: { ...fact.data, kept: { ...(fact.data['kept'] as object), moved: moved(change, due) } } }
          : fact,
      );
    expect(red({ dossiers: [theDossier(opened({ startedOn: '2026-03-03' }, '2026-03-10'))] })).toEqual(words);
    expect(red({ dossiers: [theDossier(opened({ days: 4 }, '2026-03-06'))] })).toEqual(words);
    const dayLate = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted' ? { ...fact, at: '2026-03-02T16:30:00.000Z' } : fact,
    );
    expect(red({ cases: [theCase(dayLate)] })).toEqual(words);
    const stopped = opened(
      { stops: [{ on: '2026-03-03', reason: 'r', law: 'l', resumedOn: '2026-03-04' }] },
      '2026-03-09',
    );
    expect(red({ dossiers: [theDossier(stopped)] })).toEqual(['I8 a deadline is not the calendar’s']);
  });
  it('a reminder came early, or twice', () => {
    const remind = (at: string, nonce: string): Fact => ({
      ...{ type: 'branch.reminded', data: { branch: 'a' }, at, nonce, cause: { id: `timer:${nonce}` } },
    });
    const withThem = (...some: readonly Fact[]) => [theCase(CASE_FACTS.toSpliced(3, 0, ...some))];
    expect(red({ cases: withThem(remind('2026-03-02T01:35:00.000Z', 't1')) })).toEqual([]);
    const words = ['I8 a department was reminded too early, or twice'];
    expect(red({ cases: withThem(remind('2026-03-02T01:34:00.000Z', 't1')) })).toEqual(words);
    const twice = ['t1', 't2'].map((nonce) => remind('2026-03-02T01:35:00.000Z', nonce));
    expect(red({ cases: withThem(...twice) })).toEqual(words);
  });
  it('the clock of a dossier signalled early, or twice', () => {
    const signal = (at: string, nonce: string): Fact => {
      const clock = { startedOn: '2026-03-02', days: 5, basis: 'law', stops: [] };
      const kept = { clock, dueOn: '2026-03-09', signalled: ['prompt'] };
      return { type: 'clock.signalled', data: { told: {}, kept }, at, nonce, cause: { id: `timer:${nonce}` } };
    };
    const withThem = (...some: readonly Fact[]) => [theDossier(DOSSIER_FACTS.toSpliced(2, 0, ...some))];
    expect(red({ dossiers: withThem(signal('2026-03-06T01:00:00.000Z', 't1')) })).toEqual([]);
    expect(red({ dossiers: withThem(signal('2026-03-05T01:00:00.000Z', 't1')) })).toEqual([
      'I8 a dossier’s clock gave its signal too early',
    ]);
    const twice = ['t1', 't2'].map((nonce) => signal('2026-03-06T01:00:00.000Z', nonce));
    expect(red({ dossiers: withThem(...twice) })).toEqual(['I8 a timer took effect twice']);
  });
  it('a case was accepted by law too early', () => {
    const byLaw = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted' ? { ...fact, data: { ...fact.data, by: 'law' } } : fact,
    );
    expect(red({ cases: [theCase(byLaw)] })).toEqual(['I8 a case was accepted by law too early']);
  });
});

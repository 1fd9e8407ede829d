import { describe, expect, it } from 'vitest';
import {
  approve,
  by,
  CASE,
  dossier,
  handling,
  levels,
  nothing,
  opening,
  refusalOf,
  TOPIC,
  take,
  typesOf,
} from './dossier.fixture.ts';

const opened = (...roles: Parameters<typeof levels>) =>
  take(nothing, opening({ handling: handling({ levels: levels(...roles) }) }));

describe('a dossier of one level', () => {
  it('is granted by its handler, with the documents of the item', () => {
    const done = take(opened('handler'), approve('li'));
    expect(done.state.status).toBe('granted');
    expect(done.state.decision?.outputs.map(({ code }) => code)).toEqual(['seal-record']);
    expect(typesOf(done)).toEqual(['dossier.opened', 'dossier.decided']);
  });

  it('tells the gateway each fact that the applicant may see, under the case', () => {
    const done = take(opened('handler'), by2claim('li'), approve('li'));
    expect(done.facts.map((fact) => dossier.addresses(fact, done.state))).toEqual([
      [{ topic: TOPIC, target: CASE }],
      [],
      [{ topic: TOPIC, target: CASE }],
    ]);
  });

  it('waits on the list of its level until it is decided', () => {
    const waiting = opened('handler');
    expect(dossier.scalars(waiting.state)).toMatchObject({
      list: 'public-security/department/handler',
      dueOn: '2026-03-09',
    });
    expect(dossier.scalars(take(waiting, approve('li')).state)).not.toHaveProperty('list');
  });

  it('is refused by a law, and knows where reason and remedies are sealed', () => {
    const done = take(opened('handler'), refuseBy('li'));
    const [, decided] = done.facts;
    expect(decided).toMatchObject({ type: 'dossier.decided', seals: true });
    expect(done.state).toMatchObject({
      status: 'refused',
      decision: { outcome: 'refused', law: '行政许可法 38(2)', personalAt: decided?.n },
    });
  });

  it('knows where the opinion of who granted it is sealed, which is no reason of the decision', () => {
    const { state, facts } = take(opened('handler'), approve('li'));
    expect(state.completed).toMatchObject([{ subject: 'li', personalAt: facts.length }]);
    expect(state.decision).not.toHaveProperty('personalAt');
  });
});

describe('a dossier of several levels', () => {
  it('moves from level to level and is granted by the last', () => {
    const reviewed = take(opened('handler', 'reviewer', 'approver'), approve('li'), approve('wang'));
    expect(reviewed.state).toMatchObject({ status: 'open', milestone: 'reviewed' });
    expect(take(reviewed, approve('chen')).state.status).toBe('granted');
  });

  it('does not let one person complete two levels', () => {
    expect(refusalOf(take(opened('handler', 'reviewer'), approve('li')), approve('li'))).toBe('same-subject');
  });

  it('does not let an outsourced clerk decide, whatever roles he bears', () => {
    expect(refusalOf(opened('handler'), approve('li', { outsourced: true }))).toBe('outsourced-cannot-decide');
  });

  it('asks for the rank that the level names', () => {
    const high = take(
      nothing,
      opening({ handling: handling({ levels: [{ role: 'approver', rank: 'deputy-director' }] }) }),
    );
    expect(refusalOf(high, approve('li', { rank: 'section-chief' }))).toBe('rank-too-low');
    expect(refusalOf(high, approve('li', { rank: 'director' }))).toBeUndefined();
  });

  it('is nothing to an officer of another department, place or role', () => {
    expect(refusalOf(opened('handler'), approve('li', { department: 'taxation' }))).toBe('not-found');
    expect(refusalOf(opened('handler'), approve('li', { division: '440605' }))).toBe('not-found');
    expect(refusalOf(opened('handler'), approve('li', { roles: ['reviewer'] }))).toBe('step-not-yours');
  });

  it('is there for supervisors of any department in its place, and no step of it is theirs', () => {
    const supervisor = { roles: ['supervisor'] };
    for (const department of ['public-security', 'taxation']) {
      expect(refusalOf(opened('handler'), approve('wang', { ...supervisor, department }))).toBe('step-not-yours');
      const elsewhere = { ...supervisor, department, division: '440605' };
      expect(refusalOf(opened('handler'), approve('wang', elsewhere))).toBe('not-found');
    }
    const handlerElsewhere = { roles: ['supervisor', 'handler'], department: 'taxation' };
    expect(refusalOf(opened('handler'), approve('wang', handlerElsewhere))).toBe('step-not-yours');
    expect(refusalOf(opened('handler'), approve('wang', { roles: ['supervisor', 'handler'] }))).toBeUndefined();
  });

  it('is there for who serves the whole city, whether the claim is filled up with zeros or not', () => {
    for (const division of ['4406', '440600', '440600000000'])
      expect(refusalOf(opened('handler'), approve('li', { division }))).toBeUndefined();
    for (const division of ['', '4407', '440'])
      expect(refusalOf(opened('handler'), approve('li', { division }))).toBe('not-found');
  });

  it('goes back to the level before, whose officer may act again', () => {
    const back = take(opened('handler', 'reviewer'), approve('li'), {
      ...by('wang'),
      step: 'send-back',
    });
    expect(back.state.completed).toEqual([]);
    expect(take(back, approve('li'), approve('wang')).state.status).toBe('granted');
    expect(refusalOf(opened('handler'), { ...by('li'), step: 'send-back' })).toBe('first-level');
  });

  it('is left alone by others while one officer has it in hand, until another claims it', () => {
    const claimed = take(opened('handler'), by2claim('li'));
    expect(refusalOf(claimed, approve('wang'))).toBe('held-by-another');
    expect(take(claimed, by2claim('wang'), approve('wang')).state.status).toBe('granted');
  });
});

describe('documents given with an approval', () => {
  it('bear the number that the officer of the last level gives', () => {
    const done = take(opened('handler'), {
      ...approve('li'),
      outputs: [{ code: 'seal-record', number: 'S-1' }],
    } as never);
    expect(done.state.decision?.outputs[0]?.number).toBe('S-1');
  });

  it('are refused before the last level, and when the item has no such result', () => {
    const given = (code: string) => ({ ...approve('li'), outputs: [{ code }] }) as never;
    expect(refusalOf(opened('handler', 'reviewer'), given('seal-record'))).toBe('output-too-early');
    expect(refusalOf(opened('handler'), given('licence'))).toBe('output-unknown');
  });
});

function by2claim(subject: string) {
  return { ...by(subject), step: 'claim' } as const;
}

function refuseBy(subject: string) {
  return {
    ...by(subject),
    step: 'refuse',
    law: '行政许可法 38(2)',
  } as const;
}

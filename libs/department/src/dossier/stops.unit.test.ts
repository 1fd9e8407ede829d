import { describe, expect, it } from 'vitest';
import { approve, by, dossier, type Kept, nothing, opening, refusalOf, take } from './dossier.fixture.ts';
import { evolve } from './evolve.ts';
import type { ToldMilestone } from './facts.ts';
import { START } from './state.ts';

const at = (day: string) => `${day}T01:30:00.000Z`;
const stop = (day: string) => ({ ...by('li'), at: at(day), step: 'stop-clock', procedure: 'hearing' }) as const;
const resume = (day: string) => ({ ...by('li'), at: at(day), step: 'resume-clock' }) as const;
const wake = (day: string) => ({ step: 'wake', actor: { subject: 'timer', kind: 'system' }, at: at(day) }) as const;

const opened = take(nothing, opening());
/** The clock as it was last told. */
const toldIn = ({ facts }: Kept) => {
  const { told } = (facts.at(-1)?.data ?? {}) as unknown as { told: ToldMilestone };
  return told.clock;
};
const BY_LAW = { by: 'law', organ: '' };

describe('the decision clock of five working days from Monday 2 March 2026', () => {
  it('is over at the end of the Monday after', () => {
    expect(opened.state.dueOn).toBe('2026-03-09');
  });

  it('starts later for a branch that had to wait, and on the receipt for what is accepted by law', () => {
    const late = { at: at('2026-03-09'), begunOn: '2026-03-09' };
    expect(take(nothing, opening(late)).state.startedOn).toBe('2026-03-09');
    const { opening: usual } = opening();
    const byLaw = { ...usual, accepted: BY_LAW };
    expect(take(nothing, opening({ ...late, opening: byLaw })).state.startedOn).toBe('2026-03-02');
  });

  it('starts later also in what is accepted by law for a branch that had to wait, though others brought nothing forth', () => {
    const { opening: usual } = opening();
    const waited = { ...usual, accepted: BY_LAW, waited: true };
    const { state } = take(nothing, opening({ at: at('2026-03-09'), begunOn: '2026-03-09', opening: waited }));
    expect([state.startedOn, state.dueOn]).toEqual(['2026-03-09', '2026-03-16']);
  });

  it('stands during a hearing and goes on after it', () => {
    const stopped = take(opened, stop('2026-03-03'));
    expect(dossier.wakeAt(stopped.state)).toBeUndefined();
    expect(take(stopped, resume('2026-03-06')).state.dueOn).toBe('2026-03-12');
  });

  it('tells the time that the procedure needs as long as it stands, and no longer', () => {
    const stopped = take(opened, { ...stop('2026-03-03'), expectedDays: 15 });
    expect(toldIn(stopped).stoppedBy).toMatchObject({ reason: 'hearing', expectedDays: 15 });
    const extend = { ...by('chen', { rank: 'director' }), at: at('2026-03-04'), step: 'extend', days: 1 } as const;
    expect(toldIn(take(stopped, extend)).stoppedBy).toMatchObject({ expectedDays: 15 });
    const again = take(stopped, resume('2026-03-06'), stop('2026-03-09'));
    expect(toldIn(again).stoppedBy).toEqual({ reason: 'hearing', law: '行政许可法 45', since: '2026-03-09' });
    expect(again.facts.reduce(evolve, START)).toEqual(again.state);
  });

  it('stands once at a time, and nothing is decided meanwhile', () => {
    const stopped = take(opened, stop('2026-03-03'));
    expect(refusalOf(stopped, stop('2026-03-04'))).toBe('clock-already-stopped');
    expect(refusalOf(stopped, approve('li'))).toBe('clock-stopped');
    expect(refusalOf(opened, resume('2026-03-04'))).toBe('clock-not-stopped');
  });

  it('is extended once, by the head of the organ, and in time', () => {
    const extend = (day: string, rank: 'officer' | 'director') =>
      ({ ...by('chen', { rank }), at: at(day), step: 'extend', days: 10 }) as const;
    expect(refusalOf(opened, extend('2026-03-04', 'officer'))).toBe('step-not-yours');
    expect(refusalOf(opened, extend('2026-03-10', 'director'))).toBe('clock-over');
    const extended = take(opened, extend('2026-03-04', 'director'));
    expect(extended.state.dueOn).toBe('2026-03-23');
    expect(refusalOf(extended, extend('2026-03-05', 'director'))).toBe('clock-already-extended');
  });

  it('prompts, turns red, and says each once', () => {
    const prompted = take(opened, wake('2026-03-06'));
    expect(prompted.state.milestone).toBe('prompt');
    expect(take(prompted, wake('2026-03-06')).facts).toHaveLength(prompted.facts.length);
    const red = take(prompted, wake('2026-03-10'));
    expect(red.state.milestone).toBe('red');
    expect(dossier.wakeAt(red.state)).toBeUndefined();
  });

  it('tells an alert also when an officer comes between its moment and the sweep', () => {
    const extend = { ...by('chen', { rank: 'director' }), at: at('2026-03-09'), step: 'extend', days: 1 } as const;
    const redAlready = { ...stop('2026-03-11') };
    for (const [step, alert] of [
      [extend, 'prompt'],
      [stop('2026-03-06'), 'prompt'],
      [redAlready, 'red'],
    ] as const) {
      const late = take(opened, step);
      expect(dossier.wakeAt(late.state)).toBe(step.at);
      const woken = take(late, { ...wake('2026-03-11'), at: step.at });
      expect(woken.state.milestone).toBe(alert);
      expect(take(woken, { ...wake('2026-03-11'), at: step.at }).facts).toHaveLength(woken.facts.length);
      expect(dossier.wakeAt(woken.state)).not.toBe(step.at);
    }
  });

  it('tells again what an extension has taken back, and nothing that still stands', () => {
    const prompted = take(opened, wake('2026-03-06'));
    const extend = (added: number) =>
      ({ ...by('chen', { rank: 'director' }), at: at('2026-03-06'), step: 'extend', days: added }) as const;
    expect(take(prompted, extend(10)).state).toMatchObject({ signalled: [], signalAt: '2026-03-19T16:00:00.000Z' });
    const stopped = take(prompted, stop('2026-03-06'));
    expect(take(stopped, { ...wake('2026-03-09') }).facts).toHaveLength(stopped.facts.length);
  });

  it('is red at once in a branch that opens when its time is over, and prompts nobody about a limit of one day', () => {
    const late = take(nothing, opening({ at: at('2026-03-12'), opening: { ...opening().opening, accepted: BY_LAW } }));
    expect(dossier.wakeAt(late.state)).toBe(at('2026-03-12'));
    expect(take(late, wake('2026-03-12')).state.milestone).toBe('red');
    const short = take(nothing, opening({ promisedDays: 1 }));
    expect(short.state).toMatchObject({ signalled: ['prompt'] });
    expect(take(short, wake('2026-03-02')).facts).toHaveLength(1);
  });

  it('wakes at the next signal and no more once decided', () => {
    expect(dossier.wakeAt(opened.state)).toBe('2026-03-05T16:00:00.000Z');
    expect(dossier.wakeAt(take(opened, approve('li')).state)).toBeUndefined();
  });
});

describe('an instant item', () => {
  const instant = take(nothing, opening({ promisedDays: 0 }));

  it('is due on the day it came and has no clock to stop', () => {
    expect(instant.state.dueOn).toBe('2026-03-02');
    expect(refusalOf(instant, stop('2026-03-02'))).toBe('not-timed');
    expect(take(instant, approve('li')).state.status).toBe('granted');
  });
});

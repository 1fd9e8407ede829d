import { describe, expect, it } from 'vitest';
import { acceptanceKeys } from '../../callers/relations.ts';
import { after, aggregate, ask, askers, fileOrder, MORNING, plan } from '../case.fixture.ts';

const filed = after([fileOrder(), askers.citizen]);
const OVER = '2026-03-09T16:00:00.000Z';
const LAST_SECOND = '2026-03-09T15:59:59.000Z';

describe('a case that nobody answers', () => {
  it('is accepted by law when five working days are over, from the day it was received', () => {
    expect(ask(filed, { step: 'wake' }, askers.system, LAST_SECOND).types).toEqual([]);
    const { state, facts } = ask(filed, { step: 'wake' }, askers.system, OVER);
    expect(state).toMatchObject({
      status: 'accepted',
      accepted: { by: 'law', on: '2026-03-02' },
      clock: { startedOn: '2026-03-02', provisional: false },
    });
    expect(facts?.[0]?.law).toBe('行政许可法 32(1)(4)');
  });

  it('can neither be refused nor sent back then, even before the timer has come round', () => {
    const notice = { step: 'refuse', law: 'l' } as const;
    expect(ask(filed, notice, askers.centre, OVER).refusal).toBe('acceptance-limit-passed');
    expect(
      ask(filed, { step: 'request-correction', lacks: [{ pointer: '/mobile' }] }, askers.centre, OVER).refusal,
    ).toBe('acceptance-limit-passed');
    expect(ask(filed, { step: 'accept' }, askers.centre, OVER).state.accepted).toMatchObject({
      by: 'law',
      on: '2026-03-02',
    });
  });

  it('is accepted once, whatever the timer repeats', () => {
    const accepted = ask(filed, { step: 'wake' }, askers.system, OVER).state;
    expect(ask(accepted, { step: 'wake' }, askers.system, MORNING).types).toEqual([]);
    expect(
      ask(after([fileOrder({ as: 'draft' }), askers.citizen]), { step: 'wake' }, askers.system, OVER).types,
    ).toEqual([]);
  });
});

describe('acceptance', () => {
  it('is signed by the centre inside its deed only', () => {
    const late = after([
      fileOrder({ plan: plan({ acceptance: { ...plan().acceptance, to: '2026-03-01' } }) }),
      askers.citizen,
    ]);
    expect(ask(late, { step: 'accept' }, askers.centre).refusal).toBe('step-not-yours');
    expect(ask(filed, { step: 'accept' }, askers.centre).state.accepted).toMatchObject({
      by: 'centre',
      organ: '人社局',
      deed: '1号',
    });
  });

  it('is signed by the organ or the lead where the item names them, never by a contractor', () => {
    const acceptance = { by: 'lead', department: 'market-regulation', organ: '市监局' } as const;
    const joint = after([fileOrder({ plan: plan({ kind: 'package', acceptance }) }), askers.citizen]);
    expect(ask(joint, { step: 'accept' }, askers.centre).refusal).toBe('step-not-yours');
    expect(ask(joint, { step: 'accept' }, { ...askers.lead, outsourced: true }).refusal).toBe('step-not-yours');
    expect(ask(joint, { step: 'accept' }, askers.lead).state.accepted).toMatchObject({ by: 'lead', organ: '市监局' });
  });

  it('is an act of a role: who supervises, operates, helps or only belongs to the centre accepts nothing', () => {
    const step = { step: 'accept' } as const;
    for (const role of ['supervisor', 'operator', 'helper', 'village-agent', 'audit-administrator']) {
      const asker = { ...askers.centre, roles: [role] };
      expect([role, ask(filed, step, asker).refusal]).toEqual([role, 'step-not-yours']);
      expect(ask(filed, { step: 'refuse', law: 'x' }, asker).refusal).toBe('step-not-yours');
      expect(ask(filed, { step: 'request-correction', lacks: [] }, asker).refusal).toBe('step-not-yours');
      expect(acceptanceKeys({ ...askers.lead, centre: true, roles: [role] })).toEqual([]);
    }
    expect(ask(filed, step, { ...askers.centre, roles: ['specialist'] }).refusal).toBeUndefined();
    expect(acceptanceKeys({ ...askers.lead, centre: true })).toEqual(['centre', 'market-regulation']);
    expect(acceptanceKeys({ ...askers.lead, roles: ['window-clerk'] })).toEqual([]);
    expect(acceptanceKeys(askers.clerk)).toEqual([]);
    expect(acceptanceKeys(askers.citizen)).toEqual([]);
  });

  it('starts the promised time from its day', () => {
    const { state } = ask(filed, { step: 'accept' }, askers.centre, '2026-03-04T02:00:00.000Z');
    expect(state.clock).toEqual({ startedOn: '2026-03-04', dueOn: '2026-03-18', days: 10, provisional: false });
  });

  it('is refused in writing, and that is the end', () => {
    const { state, facts } = ask(filed, { step: 'refuse', law: '行政许可法 32(1)(2)' }, askers.centre);
    expect(state).toMatchObject({
      status: 'not-accepted',
      refusal: { law: '行政许可法 32(1)(2)', personal: expect.any(Number) },
    });
    expect(facts).toMatchObject([{ type: 'case.not-accepted', seals: true }]);
    expect(aggregate.wakeAt(state)).toBeUndefined();
    expect(ask(state, { step: 'accept' }, askers.centre).refusal).toBe('step-not-allowed');
  });
});

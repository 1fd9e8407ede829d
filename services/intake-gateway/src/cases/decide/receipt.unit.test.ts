import { describe, expect, it } from 'vitest';
import { after, aggregate, ask, askers, fileOrder, filing, MORNING, plan } from '../case.fixture.ts';

const start = aggregate.start;

describe('filing', () => {
  it('receives a case and starts five working days for acceptance, and a provisional promise', () => {
    const { state, types } = ask(start, fileOrder(), askers.citizen);
    expect(types).toEqual(['case.submitted']);
    expect(state).toMatchObject({
      status: 'submitted',
      receivedOn: '2026-03-02',
      acceptanceClock: { startedOn: '2026-03-02', dueOn: '2026-03-09', days: 5, provisional: false },
      clock: { dueOn: '2026-03-16', days: 10, provisional: true },
    });
    expect(aggregate.wakeAt(state)).toBe('2026-03-09T16:00:00.000Z');
  });

  it('does not time what is decided on the spot', () => {
    const { state } = ask(start, fileOrder({ plan: plan({ days: 0 }) }), askers.citizen);
    expect(state.clock).toBeUndefined();
  });

  it('keeps a draft without any clock', () => {
    const { state, types } = ask(start, fileOrder({ as: 'draft' }), askers.citizen);
    expect(types).toEqual(['case.drafted']);
    expect(aggregate.wakeAt(state)).toBeUndefined();
  });

  it('takes receipt and acceptance as two facts of one decision from who is entitled to both', () => {
    const { state, types } = ask(start, fileOrder({ accept: true }), askers.centre);
    expect(types).toEqual(['case.submitted', 'case.accepted', 'branch.opened']);
    expect(state).toMatchObject({ status: 'accepted', accepted: { by: 'centre', deed: '1号' }, receiver: 'centre' });
  });

  it('refuses acceptance in the same write to who may only take papers in', () => {
    expect(ask(start, fileOrder({ accept: true }), askers.clerk).refusal).toBe('step-not-yours');
    expect(ask(start, fileOrder({ accept: true }), askers.citizen).refusal).toBe('step-not-yours');
  });

  it('is for applicants and for who takes papers in, inside their scope', () => {
    expect(ask(start, fileOrder(), askers.lead).refusal).toBe('step-not-yours');
    expect(ask(start, fileOrder(), askers.elsewhere).refusal).toBe('division-out-of-scope');
    expect(ask(start, fileOrder(), askers.clerk).refusal).toBeUndefined();
  });

  it('happens once', () => {
    const filed = after([fileOrder(), askers.citizen]);
    expect(ask(filed, fileOrder(), askers.citizen).refusal).toBe('already-exists');
  });
});

describe('a draft', () => {
  const draft = after([fileOrder({ as: 'draft' }), askers.citizen]);

  it('is edited and handed in by its owner, and does not exist for others', () => {
    expect(
      ask(draft, { step: 'edit', filing: { ...filing, form: { purpose: '改' } } }, askers.citizen).state,
    ).toMatchObject({
      status: 'draft',
      filing: { form: { purpose: '改' } },
    });
    expect(ask(draft, { step: 'submit', number: 'n' }, askers.citizen).state).toMatchObject({
      status: 'submitted',
      number: 'n',
    });
    expect(ask(draft, { step: 'edit', filing: {} }, askers.stranger).refusal).toBe('not-found');
    expect(ask(draft, { step: 'edit', filing: {} }, askers.elsewhere).refusal).toBe('not-found');
  });

  it('takes files, each once, and no material may name another file', () => {
    const file = { fileId: 'f'.repeat(22), mediaType: 'application/pdf', bytes: 3, sha256: '0'.repeat(64) };
    const held = after([fileOrder({ as: 'draft' }), askers.citizen], [{ step: 'attach', file }, askers.citizen]);
    expect(ask(held, { step: 'attach', file }, askers.citizen).types).toEqual([]);
    const materials = [{ code: 'a', form: 'electronic' as const, fileId: file.fileId }];
    expect(ask(held, { step: 'edit', filing: { materials } }, askers.citizen).refusal).toBeUndefined();
    expect(ask(draft, { step: 'edit', filing: { materials } }, askers.citizen).refusal).toBe('material-file-unknown');
  });

  it('is withdrawn at once', () => {
    expect(ask(draft, { step: 'withdraw' }, askers.citizen).state.status).toBe('withdrawn');
  });
});

describe('a paper that is handed in later than it was written', () => {
  const derived = { applicantKind: 'person', age: 31 } as const;
  const lacks = [{ material: 'identity-card' }];

  it('goes on with what was derived on that day, which is what it was judged by', () => {
    const draft = after([fileOrder({ as: 'draft' }), askers.citizen]);
    const submitted = ask(draft, { step: 'submit', number: 'n', derived }, askers.citizen).state;
    expect(submitted.filing).toEqual({ ...filing, derived });
    const asked = ask(submitted, { step: 'request-correction', lacks }, askers.centre).state;
    const older = { ...derived, age: 32 };
    expect(ask(asked, { step: 'correct', derived: older }, askers.citizen).state.filing).toEqual({
      ...filing,
      derived: older,
    });
  });
});

describe('a correction', () => {
  const lacks = [{ material: 'identity-card' }];
  const asked = after([fileOrder(), askers.citizen], [{ step: 'request-correction', lacks }, askers.centre]);

  it('stops the acceptance clock until everything is there, and starts it anew then', () => {
    expect(asked).toMatchObject({ status: 'correcting', correction: { lacks } });
    expect(aggregate.wakeAt(asked)).toBeUndefined();
    const later = '2026-03-05T02:00:00.000Z';
    const corrected = ask(asked, { step: 'correct' }, askers.citizen, later).state;
    expect(corrected).toMatchObject({
      status: 'submitted',
      receivedOn: '2026-03-05',
      acceptanceClock: { dueOn: '2026-03-12' },
    });
  });

  it('is asked for once and no more', () => {
    const again = ask(
      ask(asked, { step: 'correct' }, askers.citizen).state,
      { step: 'request-correction', lacks },
      askers.centre,
    );
    expect(again.refusal).toBe('step-done-before');
  });

  it('is not asked for by who may not accept', () => {
    const filed = after([fileOrder(), askers.citizen]);
    for (const asker of [askers.clerk, askers.citizen])
      expect(ask(filed, { step: 'request-correction', lacks }, asker, MORNING).refusal).toBe('step-not-yours');
  });
});

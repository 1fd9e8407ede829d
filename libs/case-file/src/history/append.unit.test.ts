import { describe, expect, it } from 'vitest';
import type { Fact } from '../aggregate.ts';
import { LIMITS } from '../limits.ts';
import { MORNING, officer, permit } from '../testing/permit.ts';
import { append } from './append.ts';
import { openDraft } from './draft.ts';

const command = { step: 'file', title: 'A', actor: officer, at: MORNING } as const;
const filed: Fact = { type: 'permit.filed', data: { title: 'A', dueAt: null, tellTo: ['d1'] }, edits: true };
const broken: Fact = { type: 'permit.received', data: { size: Number.NaN } };

describe('a decision of which one fact cannot be kept', () => {
  it('leaves the draft as it was', () => {
    const draft = openDraft({ aggregate: permit, nonces: () => 'n' }, 'p1', undefined);
    const first = { facts: [filed], command, cause: { id: 'a' } };
    expect(append(permit, draft, first, LIMITS)).toBeUndefined();
    const before = structuredClone(draft);
    const refused = append(permit, draft, { facts: [filed, broken], command, cause: { id: 'b' } }, LIMITS);
    expect(refused).toMatchObject({ refusal: 'not-storable', params: { pointer: '/size' } });
    expect(draft).toEqual(before);
  });
});

describe('a decision of which one fact cannot be made part of the state', () => {
  it('leaves the draft as it was, so that half of it is never written with the next', () => {
    const broken = {
      ...permit,
      evolve: (...[state, fact]: Parameters<typeof permit.evolve>) => {
        if (fact.type === 'permit.received') throw new Error('a bug');
        return permit.evolve(state, fact);
      },
    };
    const draft = openDraft({ aggregate: broken, nonces: () => 'n' }, 'p1', undefined);
    const before = structuredClone(draft);
    const decision = { facts: [filed, { type: 'permit.received', data: {} }], command, cause: { id: 'a' } };
    expect(() => append(broken, draft, decision, LIMITS)).toThrow('a bug');
    expect(draft).toEqual(before);
  });
});

describe('the entries of one write', () => {
  it('bear one cause and one nonce; the last bears the answer and the revision', () => {
    const draft = openDraft({ aggregate: permit, nonces: () => 'n' }, 'p1', undefined);
    append(
      permit,
      draft,
      { facts: [filed, { type: 'permit.received', data: {} }], command, cause: { id: 'a' } },
      LIMITS,
    );
    expect(
      draft.entries.map(({ cause, nonce, answer, revision }) => [cause, nonce, answer !== undefined, revision]),
    ).toEqual([
      [{ id: 'a' }, 'n', false, undefined],
      [{ id: 'a' }, 'n', true, 1],
    ]);
  });
});

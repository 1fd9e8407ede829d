import { callerOf } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { nothing, opening, take } from '../dossier/dossier.fixture.ts';
import { maySee, worksOn } from './officer.ts';

const { state } = take(nothing, opening());
const callerWith = (claims: object) => {
  const caller = callerOf({ sub: 'wang', kind: 'officer', division: '440604', ...claims });
  if (isRefusal(caller)) throw new Error(caller.message);
  return caller;
};
const sees = (claims: object): boolean => maySee(callerWith(claims), state);

describe('a dossier', () => {
  it('exists for a supervisor, in the own department as in every other', () => {
    for (const department of [undefined, 'taxation', 'public-security'])
      expect(sees({ roles: ['supervisor'], ...(department ? { department } : {}) })).toBe(true);
    expect(sees({ roles: ['supervisor'], department: 'public-security', division: '440605' })).toBe(false);
  });

  it('exists for the officers of its department, not for those of another, nor for who holds no office', () => {
    expect(sees({ roles: ['handler'], department: 'public-security' })).toBe(true);
    expect(sees({ roles: ['handler'], department: 'taxation' })).toBe(false);
    expect(sees({ roles: ['operator'], department: 'public-security' })).toBe(false);
    expect(sees({ kind: 'citizen', roles: ['supervisor', 'handler'], department: 'public-security' })).toBe(false);
  });
});

describe('what is not masked in a dossier', () => {
  it('is for those who work on it: no contractor, no supervisor', () => {
    const works = (claims: object): boolean => worksOn(callerWith(claims), state);
    const handler = { roles: ['handler'], department: 'public-security' };
    expect(works(handler)).toBe(true);
    expect(works({ ...handler, outsourced: true })).toBe(false);
    expect(works({ ...handler, roles: ['supervisor'] })).toBe(false);
    expect(works({ ...handler, department: 'taxation', roles: ['supervisor', 'handler'] })).toBe(false);
  });
});

import { isWithin } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { type Caller, callerOf, hasRole } from '../index.ts';

const officer = { sub: 'o1', kind: 'officer', roles: ['handler'], division: '440604012', department: 'taxation' };

const callerFrom = (claims: object): Caller => {
  const caller = callerOf({ ...officer, ...claims });
  if (isRefusal(caller)) throw new Error(caller.message);
  return caller;
};

describe('claims', () => {
  it('become a caller', () => {
    expect(callerFrom({ rank: 'section-chief', centre: true, name: '李科长' })).toEqual({
      subject: 'o1',
      kind: 'officer',
      roles: ['handler'],
      division: '440604012',
      department: 'taxation',
      rank: 'section-chief',
      outsourced: false,
      centre: true,
      name: '李科长',
    });
  });

  it('need little of a citizen', () => {
    expect(callerOf({ sub: 'c1', kind: 'citizen' })).toEqual({
      subject: 'c1',
      kind: 'citizen',
      roles: [],
      division: '',
      outsourced: false,
      centre: false,
    });
  });

  it.each([
    { kind: 'citizen' },
    { kind: 'firm-agent', organisation: '91440604MA4W12346R' },
    { kind: 'service', service: 'social-security' },
  ])('give no office to a $kind', (claims) => {
    const caller = callerFrom({
      ...claims,
      roles: ['handler', 'operator', claims.kind],
      rank: 'director',
      centre: true,
    });
    expect(caller).toMatchObject({ kind: claims.kind, roles: [claims.kind], centre: false });
    expect(caller).not.toHaveProperty('department');
    expect(caller).not.toHaveProperty('rank');
  });

  it.each([
    ['sub', { sub: '' }],
    ['sub', { sub: 5 }],
    ['kind', { kind: 'king' }],
    ['kind', { kind: undefined }],
    ['roles', { roles: 'handler' }],
    ['roles', { roles: [1] }],
    ['roles', { roles: Array.from({ length: 33 }, () => 'r') }],
    ['division', { division: '44060' }],
    ['division', { division: 440604 }],
    ['division', { division: '440604 ' }],
    ['division', { division: undefined }],
    ['rank', { rank: 'emperor' }],
    ['outsourced', { outsourced: 'no' }],
    ['centre', { centre: 1 }],
    ['department', { department: {} }],
    ['name', { name: 'x'.repeat(201) }],
    ['organisation', { kind: 'firm-agent' }],
    ['service', { kind: 'service' }],
  ])('are refused by name when %s is malformed', (claim, change) => {
    expect(callerOf({ ...officer, ...change })).toMatchObject({ refusal: 'token-invalid', params: { claim } });
  });
});

describe('a scope', () => {
  it.each([
    ['440604012', '440604012011', true],
    ['440604012', '440604012', true],
    ['440604012', '440604', false],
    ['440604012', '440604011001', false],
    ['44', '440604', true],
    ['440600', '440604012', true],
    ['440600000000', '440604', true],
    ['440600', '440704', false],
    ['440604000', '440604', true],
  ])('of %s and a record of %s: %s', (division, record, within) => {
    expect(isWithin(callerFrom({ division }).division, record)).toBe(within);
  });

  it('is one, with the zeros that fill up or without: lists and texts see no difference', () => {
    const scopes = ['4406', '440600', '440600000', '440600000000'].map((division) => callerFrom({ division }).division);
    expect(new Set(scopes)).toEqual(new Set(['4406']));
  });

  it('that nobody gave holds nothing', () => {
    expect(isWithin(callerFrom({ kind: 'citizen', division: undefined }).division, '440604')).toBe(false);
  });
});

describe('roles', () => {
  it('hold when one of them does', () => {
    expect([hasRole(callerFrom({}), 'reviewer', 'handler'), hasRole(callerFrom({}), 'reviewer')]).toEqual([
      true,
      false,
    ]);
  });
});

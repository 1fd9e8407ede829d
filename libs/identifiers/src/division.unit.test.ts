import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parseDivision } from './division.ts';
import { DIGITS, textOf } from './slips.fixture.ts';

describe('a division', () => {
  it.each([
    ['440000', 'province', '44'],
    ['440600', 'city', '4406'],
    ['440604', 'district', '440604'],
    ['440604000', 'district', '440604'],
    ['440604010', 'town', '440604010'],
    ['440604100', 'town', '440604100'],
    ['441900003', 'town', '441900003'],
    ['440604010000', 'town', '440604010'],
    ['440604012011', 'village', '440604012011'],
    ['440604012200', 'village', '440604012200'],
    ['440604100202', 'village', '440604100202'],
  ])('%s is a %s of scope %s', (code, level, scope) => {
    expect(parseDivision(code)).toEqual({ code, level, scope });
  });

  it.each(['', '44', '4406', '44060401', '4406040100', '44060A', '44060401000000'])('%s is malformed', (text) => {
    expect(parseDivision(text)).toMatchObject({ refusal: 'division-malformed' });
  });

  it.each(['990604', '000000', '570000'])('%s is unknown', (text) => {
    expect(parseDivision(text)).toMatchObject({ refusal: 'division-unknown' });
  });
});

describe('the scope of a claim', () => {
  it.each([
    ['44', '440604'],
    ['4406', '440604012011'],
    ['440600', '440604'],
    ['440604', '440604'],
    ['440604', '440604000'],
    ['440604000', '440604'],
    ['440604012', '440604012011'],
    ['440604012000', '440604012011'],
    ['440604012011', '440604012011'],
    ['4419', '441900003'],
  ])('%s contains %s', (scope, division) => {
    expect(isWithin(scope, division)).toBe(true);
  });

  it.each([
    ['440604', '440605'],
    ['440604', '440600'],
    ['440604012', '440604'],
    ['440604012', '440604010'],
    ['440604012011', '440604012'],
    ['', '440604'],
    ['4', '440604'],
    ['44060', '440604'],
    ['4406040', '440604010'],
    ['44060401', '440604010'],
    ['44*', '440604'],
    ['440604', ''],
    ['440604', '440604x'],
  ])('%s does not contain %s', (scope, division) => {
    expect(isWithin(scope, division)).toBe(false);
  });

  it('contains every division that begins with it, and itself', () => {
    const villages = textOf(DIGITS, 12).filter((code) => !code.startsWith('00'));
    fc.assert(
      fc.property(villages, fc.constantFrom(2, 4, 6, 9, 12), (village, depth) => {
        expect(isWithin(village.slice(0, depth), village)).toBe(true);
      }),
    );
  });

  it('never reaches a neighbour', () => {
    const codes = textOf(DIGITS, 6).filter((code) => !code.endsWith('00'));
    fc.assert(fc.property(codes, codes, (mine, other) => isWithin(mine, `${other}001`) === (mine === other)));
  });
});

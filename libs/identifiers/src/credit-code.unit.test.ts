import { isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditCodeCheck, organisationCheck } from './check-characters.ts';
import { parseCreditCode } from './credit-code.ts';
import { parseOrganisationCode } from './organisation-code.ts';
import { CREDIT_CODE_LETTERS, DIGITS, oneSlip, oneSwap, textOf } from './slips.fixture.ts';

const organisations = textOf(CREDIT_CODE_LETTERS, 8).map((body) => body + organisationCheck(body));
const codes = fc
  .record({ front: textOf(CREDIT_CODE_LETTERS, 2), division: textOf(DIGITS, 6), organisation: organisations })
  .map(({ front, division, organisation }) => front + division + organisation)
  .map((body) => body + creditCodeCheck(body));

describe('a credit code that is right', () => {
  it.each([
    '91350100M000100Y43',
    '12441500196720244T',
    '11100000000013338W',
    '11330105002500287C',
    '11430000006122244L',
    '11440100MB2C91103Q',
    '114406040070499074',
    '91440604MA4W12346R',
    '92440604MA5X00014Y',
    '52440604MJL1234548',
  ])('%s is taken in strict mode', (code) => {
    expect(parseCreditCode(code)).toMatchObject({ code, warnings: [] });
  });

  it('tells authority, type, division and organisation code', () => {
    expect(parseCreditCode(' 91440604ma4w12346r')).toEqual({
      code: '91440604MA4W12346R',
      authority: '9',
      type: '1',
      division: '440604',
      organisationCode: 'MA4W12346',
      warnings: [],
    });
  });

  it('reads back as it was made, and so does the organisation code inside', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(parseCreditCode(code)).toMatchObject({ code });
        expect(parseOrganisationCode(code.slice(8, 17))).toMatchObject({ code: code.slice(8, 17) });
      }),
    );
  });
});

describe('an early pilot code whose check character is wrong', () => {
  it.each(['91350211M0000XUF46', '91350203M0001FUE2P'])(
    '%s is refused, and taken with a warning in lenient mode',
    (code) => {
      expect(parseCreditCode(code)).toMatchObject({ refusal: 'credit-code-check-wrong' });
      expect(parseCreditCode(code, { mode: 'lenient' })).toMatchObject({ code, warnings: ['check-character-wrong'] });
    },
  );
});

describe('a credit code that is wrong', () => {
  it.each([
    '',
    '91440604MA4W12346',
    '91440604MA4W12346RR',
    '9144060AMA4W12346R',
    '91440604MA4I12346R',
    '91440604MA4W1234-R',
  ])('%s is malformed in both modes', (text) => {
    expect(parseCreditCode(text)).toMatchObject({ refusal: 'credit-code-malformed' });
    expect(parseCreditCode(text, { mode: 'lenient' })).toMatchObject({ refusal: 'credit-code-malformed' });
  });

  it('is found after any single slip', () => {
    fc.assert(fc.property(oneSlip(codes, CREDIT_CODE_LETTERS), ({ slipped }) => isRefusal(parseCreditCode(slipped))));
  });

  it('is found after any swap of neighbours, whose weights all differ', () => {
    fc.assert(fc.property(oneSwap(codes), ({ swapped }) => isRefusal(parseCreditCode(swapped))));
  });

  it('is found when only the code inside is wrong', () => {
    const body = '91440604MA4W12347';
    const code = body + creditCodeCheck(body);
    expect(parseCreditCode(code)).toMatchObject({ refusal: 'credit-code-check-wrong' });
    expect(parseCreditCode(code, { mode: 'lenient' })).toMatchObject({ warnings: ['organisation-check-wrong'] });
  });
});

describe('an organisation code', () => {
  it.each([
    ['MA4W1234-6', 'MA4W12346', 'MA4W1234-6'],
    ['007049907', '007049907', '00704990-7'],
    ['m000100y-4', 'M000100Y4', 'M000100Y-4'],
  ])('%s is read with or without its hyphen', (text, code, printed) => {
    expect(parseOrganisationCode(text)).toEqual({ code, printed });
  });

  it.each(['', 'MA4W1234', 'MA4W1234--6', 'MA4W1234-A'])('%s is malformed', (text) => {
    expect(parseOrganisationCode(text)).toMatchObject({ refusal: 'organisation-code-malformed' });
  });

  // letters count up to 35 modulo 11, so the standard promises nothing about a slip between them
  it('of digits is found after any slip or swap of digits', () => {
    const numeric = textOf(DIGITS, 8)
      .map((body) => body + organisationCheck(body))
      .filter((code) => !code.endsWith('X'));
    fc.assert(fc.property(oneSlip(numeric, DIGITS), ({ slipped }) => isRefusal(parseOrganisationCode(slipped))));
    fc.assert(fc.property(oneSwap(numeric), ({ swapped }) => isRefusal(parseOrganisationCode(swapped))));
  });
});

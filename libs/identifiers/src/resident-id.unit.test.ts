import { isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mod11Radix2 } from './check-characters.ts';
import { parseResidentId } from './resident-id.ts';
import { oneSlip, oneSwap } from './slips.fixture.ts';

const today = '2026-11-20';
const parse = (text: string) => parseResidentId(text, { today });
const withCheck = (body: string) => body + mod11Radix2(body);
const digits = (value: number, width: number) => String(value).padStart(width, '0');

const numbers = fc
  .record({
    division: fc.constantFrom('440604', '110105', '650102', '810000', '830000', '440524'),
    day: fc.date({ min: new Date('1850-01-01'), max: new Date('2026-11-20'), noInvalidDate: true }),
    sequence: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ division, day, sequence }) =>
    withCheck(division + day.toISOString().slice(0, 10).replaceAll('-', '') + digits(sequence, 3)),
  );

describe('a resident number that is right', () => {
  it.each([
    ['11010519491231002X', '1949-12-31', 'female', '110105'],
    ['440524188001010014', '1880-01-01', 'male', '440524'],
    ['440604199003071236', '1990-03-07', 'male', '440604'],
    ['440604195511120040', '1955-11-12', 'female', '440604'],
    ['440604202604010011', '2026-04-01', 'male', '440604'],
    ['440605198802295676', '1988-02-29', 'male', '440605'],
  ])('%s gives birth date, sex and division', (number, birthDate, sex, division) => {
    expect(parse(number)).toEqual({ number, birthDate, sex, division, kind: 'resident', upgraded: false });
  });

  it('is taken with a small x and outer blanks', () => {
    expect(parse(' 11010519491231002x ')).toMatchObject({ number: '11010519491231002X' });
  });

  it('of 15 digits is upgraded by 19 and a check character', () => {
    expect(parse('440604900307123')).toMatchObject({ number: '440604199003071236', upgraded: true });
    expect(parse('110105491231002')).toMatchObject({ number: '11010519491231002X', sex: 'female' });
  });

  it.each([
    ['810000', 'hong-kong-permit'],
    ['820000', 'macao-permit'],
    ['830000', 'taiwan-permit'],
  ])('of prefix %s is a %s', (division, kind) => {
    expect(parse(withCheck(`${division}19900307123`))).toMatchObject({ kind, division });
  });

  it('names an abolished county and is still taken', () => {
    expect(parse(withCheck('44062119600101001'))).toMatchObject({ division: '440621' });
  });

  it('reads back as it was made, whatever it is', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(parse(number)).toMatchObject({ number });
      }),
    );
  });

  it('is frozen', () => {
    expect(Object.isFrozen(parse('440604199003071236'))).toBe(true);
  });
});

describe('a resident number that is wrong', () => {
  it.each([
    ['', 'resident-id-malformed'],
    ['44060419900307123', 'resident-id-malformed'],
    ['4406041990030712366', 'resident-id-malformed'],
    ['X40604199003071236', 'resident-id-malformed'],
    ['４４０６０４１９９００３０７１２３６', 'resident-id-malformed'],
    ['440604199003071237', 'resident-id-check-wrong'],
    [withCheck('44060419900230123'), 'resident-id-date-impossible'],
    [withCheck('44060419890229567'), 'resident-id-date-impossible'],
    [withCheck('44060400440101001'), 'resident-id-date-impossible'],
    [withCheck('44060420261121001'), 'resident-id-date-in-future'],
    [withCheck('99060419900307123'), 'resident-id-division-unknown'],
    [withCheck('10000019900307123'), 'resident-id-division-unknown'],
    [withCheck('81060419900307123'), 'resident-id-division-unknown'],
    ['440604903307123', 'resident-id-date-impossible'],
  ])('%s is refused as %s', (text, refusal) => {
    expect(parse(text)).toMatchObject({ refusal });
  });

  it('is taken on the day of birth and refused the day before', () => {
    expect(isRefusal(parseResidentId('440604202604010011', { today: '2026-04-01' }))).toBe(false);
    expect(isRefusal(parseResidentId('440604202604010011', { today: '2026-03-31' }))).toBe(true);
  });

  it('is found after any single slip', () => {
    fc.assert(fc.property(oneSlip(numbers, '0123456789X'), ({ slipped }) => isRefusal(parse(slipped))));
  });

  it('is found after any swap of neighbours', () => {
    fc.assert(fc.property(oneSwap(numbers), ({ swapped }) => isRefusal(parse(swapped))));
  });

  it('is never repeated by the refusal', () => {
    fc.assert(
      fc.property(oneSlip(numbers, '0123456789X'), ({ slipped }) => {
        const told = JSON.stringify(parse(slipped));
        expect(told).not.toContain(slipped);
        expect(told).not.toMatch(/\d{4}/);
      }),
    );
  });
});

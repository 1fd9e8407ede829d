import { isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCaseNumber, parseCaseNumber } from './case-number.ts';
import { DIGITS, oneSlip, oneSwap } from './slips.fixture.ts';

const parts = fc.record({
  division: fc.constantFrom('440604', '440605', '110101', '650100'),
  year: fc.integer({ min: 2000, max: 2999 }),
  serial: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 999_999_999_999_999 })),
});
const numbers = parts.map(formatCaseNumber);
const bare = numbers.map((number) => number.replaceAll('-', ''));

describe('a case number', () => {
  it('is legible: division, year, serial, check digits', () => {
    expect(formatCaseNumber({ division: '440604', year: 2026, serial: 123 })).toBe('440604-2026-0000123-41');
  });

  it('follows ISO 7064 MOD 97-10: the whole leaves 1', () => {
    fc.assert(fc.property(bare, (number) => BigInt(number) % 97n === 1n));
  });

  it('has no cap: the serial takes the digits it needs', () => {
    expect(formatCaseNumber({ division: '440604', year: 2026, serial: 123_456_789 })).toMatch(
      /^440604-2026-123456789-\d\d$/,
    );
  });

  it('never has the 18 digits of a resident number', () => {
    fc.assert(fc.property(bare, (number) => number.length >= 19));
  });

  it('reads back as it was written, with or without hyphens and blanks', () => {
    fc.assert(
      fc.property(parts, (value) => {
        const number = formatCaseNumber(value);
        for (const typed of [
          number,
          number.replaceAll('-', ''),
          ` ${number.replaceAll('-', ' ')} `,
          number.replaceAll('-', '–'),
        ]) {
          expect(parseCaseNumber(typed)).toEqual({ number, ...value });
        }
      }),
    );
  });

  it('is refused after any single slip', () => {
    fc.assert(fc.property(oneSlip(numbers, DIGITS), ({ slipped }) => isRefusal(parseCaseNumber(slipped))));
  });

  it('is refused after any swap of neighbouring digits', () => {
    fc.assert(fc.property(oneSwap(bare), ({ swapped }) => isRefusal(parseCaseNumber(swapped))));
  });

  it.each(['', '440604-2026-0000000-52', '440604-2026-123-45', '440604-2026-00000123-41', 'ABC'])(
    '%s is malformed',
    (text) => {
      expect(parseCaseNumber(text)).toMatchObject({ refusal: 'case-number-malformed' });
    },
  );

  it.each([
    { division: '44060', year: 2026, serial: 1 },
    { division: '440604010', year: 2026, serial: 1 },
    { division: '990604', year: 2026, serial: 1 },
    { division: '440604', year: 26, serial: 1 },
    { division: '440604', year: 2026, serial: 0 },
    { division: '440604', year: 2026, serial: 1.5 },
    { division: '440604', year: 2026, serial: -1 },
    { division: '440604', year: 2026, serial: 1e15 },
  ])('is not made from %o', (wrong) => {
    expect(() => formatCaseNumber(wrong)).toThrow(RangeError);
  });
});

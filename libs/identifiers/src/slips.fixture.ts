import fc from 'fast-check';

/** A valid text and the same with one character replaced by another of the alphabet. */
export const oneSlip = (
  valid: fc.Arbitrary<string>,
  alphabet: string,
): fc.Arbitrary<{ valid: string; slipped: string }> =>
  valid.chain((text) =>
    fc
      .record({ at: fc.nat(text.length - 1), character: fc.constantFrom(...alphabet) })
      .filter(({ at, character }) => alphabet.includes(text.charAt(at)) && text.charAt(at) !== character)
      .map(({ at, character }) => ({ valid: text, slipped: text.slice(0, at) + character + text.slice(at + 1) })),
  );

/** A valid text and the same with two neighbours swapped. */
export const oneSwap = (valid: fc.Arbitrary<string>): fc.Arbitrary<{ valid: string; swapped: string }> =>
  valid.chain((text) =>
    fc
      .nat(text.length - 2)
      .filter((at) => text.charAt(at) !== text.charAt(at + 1))
      .map((at) => ({
        valid: text,
        swapped: text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
      })),
  );

/** A text of exactly `length` characters of the alphabet. */
export const textOf = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });

export const DIGITS = '0123456789';
export const CREDIT_CODE_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
export const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

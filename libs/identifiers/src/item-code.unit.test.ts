import { isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBasicItemCode, parseImplementationCode } from './item-code.ts';
import { formatNationalCaseNumber, parseNationalCaseNumber } from './national-case-number.ts';

const implementationCode = '12441500196720244T3442199806003';

describe('a basic item code', () => {
  it.each([
    ['00013112700Y', '00', '01', '31', '127', '00Y', true],
    ['000131127004', '00', '01', '31', '127', '004', false],
    ['440112037001', '44', '01', '12', '037', '001', false],
    ['442199806003', '44', '21', '99', '806', '003', false],
  ])('%s falls into its parts', (code, issuer, type, department, main, part, hasParts) => {
    expect(parseBasicItemCode(code)).toEqual({ code, issuer, type, department, main, part, hasParts });
  });

  it.each(['', '00013112700', '0001311270040', '0001311270YY', 'A00131127004'])('%s is refused', (text) => {
    expect(parseBasicItemCode(text)).toMatchObject({ refusal: 'basic-item-code-malformed' });
  });
});

describe('an implementation code', () => {
  it.each([
    ['11440100MB2C91103Q3440112037001', '11440100MB2C91103Q', '3', '440112037001'],
    [implementationCode, '12441500196720244T', '3', '442199806003'],
  ])('%s is body, level and basic code', (code, body, level, basic) => {
    expect(parseImplementationCode(code)).toMatchObject({ code, body, level, basic: { code: basic } });
  });

  it('is refused when its body, level or length is wrong', () => {
    expect(parseImplementationCode('12441500196720244U3442199806003')).toMatchObject({
      refusal: 'credit-code-check-wrong',
    });
    expect(parseImplementationCode('12441500196720244T8442199806003')).toMatchObject({
      refusal: 'implementation-code-malformed',
    });
    expect(parseImplementationCode(implementationCode.slice(1))).toMatchObject({
      refusal: 'implementation-code-malformed',
    });
    expect(parseImplementationCode('12441500196720244T3Y42199806003')).toMatchObject({
      refusal: 'basic-item-code-malformed',
    });
  });

  it('of a body with a pilot code is taken in lenient mode', () => {
    const code = '91350211M0000XUF463440112037001';
    expect(parseImplementationCode(code)).toMatchObject({ refusal: 'credit-code-check-wrong' });
    expect(parseImplementationCode(code, { mode: 'lenient' })).toMatchObject({ code });
  });
});

describe('the national case number', () => {
  it('of the live sample is read and written', () => {
    const number = '12441500196720244T3442199806003202206230068';
    expect(number).toHaveLength(43);
    expect(parseNationalCaseNumber(number)).toMatchObject({
      number,
      implementation: { code: implementationCode },
      receivedOn: '2022-06-23',
      sequence: 68,
    });
    expect(formatNationalCaseNumber({ implementationCode, receivedOn: '2022-06-23', sequence: 68 })).toBe(number);
  });

  it('takes more digits after the 9999th case of a day, within the 50 of the column', () => {
    const at = (sequence: number) =>
      formatNationalCaseNumber({ implementationCode, receivedOn: '2026-10-08', sequence });
    expect(at(9_999)).toHaveLength(43);
    expect(at(10_000)).toHaveLength(44);
    expect(at(99_999_999_999)).toHaveLength(50);
    expect(at(100_000_000_000)).toMatchObject({ refusal: 'national-case-number-malformed' });
  });

  it.each([
    ['a sequence of 0', `${implementationCode}202206230000`],
    ['an impossible day', `${implementationCode}202202300068`],
    ['a filled-up sequence of five digits', `${implementationCode}2022062300068`],
    ['a short sequence', `${implementationCode}20220623068`],
  ])('with %s is refused', (_, text) => {
    expect(parseNationalCaseNumber(text)).toMatchObject({ refusal: 'national-case-number-malformed' });
  });

  it('reads back as it was written', () => {
    const days = fc.date({ min: new Date('2015-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 99_999_999_999 }), (day, sequence) => {
        const receivedOn = day.toISOString().slice(0, 10);
        const number = formatNationalCaseNumber({ implementationCode, receivedOn, sequence });
        expect(isRefusal(number) ? number : parseNationalCaseNumber(number)).toMatchObject({ receivedOn, sequence });
      }),
    );
  });
});

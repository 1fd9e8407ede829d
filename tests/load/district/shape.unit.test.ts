import { parseCreditCode, parseResidentId } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { district } from './district.ts';
import { organisationOf, personOf } from './people.ts';
import { cycleOf, mondayRate } from './shape.ts';

const TODAY = '2026-03-02';
const count = (skewed: boolean, ...ops: string[]) => cycleOf(skewed).filter(({ op }) => ops.includes(op)).length;

describe('the mix of a Monday morning', () => {
  it('has the shares that were asked for', () => {
    expect(cycleOf()).toHaveLength(250);
    expect(count(false, 'file', 'file-joint') / 250).toBe(0.2);
    expect(count(false, 'approve') / 250).toBe(0.08);
    expect(count(false, 'read', 'poll', 'timeline', 'results') / 250).toBe(0.7);
    expect(count(false, ...district.lists) / 250).toBe(0.02);
  });

  it('opens as many dossiers as it decides', () => {
    expect(count(false, 'file-joint') * 5).toBe(count(false, 'approve'));
    expect(count(true, 'file-joint') * 5 + count(true, 'file-accepted')).toBe(count(true, 'approve'));
  });

  it('gives one department seven times its share when skewed, in a cycle of the same length', () => {
    expect(cycleOf(true)).toHaveLength(250);
    expect(count(true, 'file-joint') + count(true, 'file-accepted')).toBe(7 * count(true, 'file-joint'));
  });

  it('spreads every kind evenly: no tenth of the cycle lacks a decision', () => {
    const decides = cycleOf().map(({ op }) => op === 'approve');
    for (let from = 0; from < 250; from += 25) expect(decides.slice(from, from + 25)).toContain(true);
  });

  it('is that of a district: its places take in a year what was published', () => {
    const perDay = Object.values(district.places).reduce((sum, place) => sum + place.count * place.casesPerDay, 0);
    expect((perDay * district.workingDays) / district.casesPerYear).toBeCloseTo(1, 1);
    expect(mondayRate()).toBeGreaterThan(5);
  });
});

describe('an invented resident', () => {
  it('has a valid number and one number is not given twice', () => {
    const numbers = Array.from({ length: 30_000 }, (_, n) => personOf(n).idNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (let n = 0; n < 6_700_000; n += 271_829)
      expect(isRefusal(parseResidentId(personOf(n).idNumber, { today: TODAY }))).toBe(false);
  });
});

describe('an invented shop', () => {
  it('has a valid credit code', () => {
    for (let n = 0; n < 2_000_000; n += 39_916)
      expect(isRefusal(parseCreditCode(organisationOf(n).idNumber))).toBe(false);
  });
});

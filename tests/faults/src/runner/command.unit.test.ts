import { describe, expect, it } from 'vitest';
import { readCommand } from './command.ts';
import { SHORT, SHORT_PATIENCE } from './plan.ts';

const read = (line: string) => readCommand(line.split(' ').filter(Boolean));

describe('a command line', () => {
  it('asks for everything at full length, twenty a second, when it is empty', () => {
    expect(read('')).toMatchObject({ seed: 1, runs: 1, perSecond: 20, length: 1, patience: 1, keep: false });
  });

  it('asks for less when it must be short, but what is said stands', () => {
    expect(read('--short')).toMatchObject({ perSecond: 8, length: SHORT, patience: SHORT_PATIENCE });
    expect(read('--short --rate 3 --seed 7')).toMatchObject({ perSecond: 3, length: SHORT, seed: 7 });
  });

  it('is refused with a sentence, whatever is wrong with it', () => {
    expect(() => read('F99')).toThrow('There is no fault and no mutant F99.\n  faults: F1 F2');
    expect(() => read('--seed one')).toThrow('--seed is a whole number from 1 on, not one.');
    expect(() => read('--runs 0')).toThrow('--runs is a whole number from 1 on, not 0.');
    expect(() => read('--rate 0')).toThrow('--rate is a number above 0, not 0.');
    expect(() => read('--length 2')).toThrow('--length is a share of the whole, up to 1, not 2.');
    expect(() => read('--speed 2')).toThrow("Unknown option '--speed'");
  });
});

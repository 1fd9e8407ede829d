import { describe, expect, it } from 'vitest';
import { sound } from '../checker/sound.fixture.ts';
import { intakeAlwaysOpen, OVERLOADED } from '../faults/F7.ts';
import { heldIn } from './strikes.ts';

const asking = { ms: 100, journey: 'j', act: 'file' as const, by: 'u', key: 'k', attempt: 1 };
const strict = {
  name: 'strict',
  alsoHolds: (evidence: Parameters<typeof intakeAlwaysOpen>[1]) => intakeAlwaysOpen('strict', evidence),
};
const strikes = [
  { fault: { name: 'lax' }, from: 1_000, to: 2_000 },
  { fault: strict, from: 2_000, to: 3_000 },
];
const turnedAway = (at: number) => sound({ lines: [{ ...asking, at, status: 503 }] });

describe('what a fault asks beside the invariants', () => {
  it('is asked of its own time, when it shares a round', () => {
    expect(heldIn(strikes, turnedAway(1_500))).toEqual([]);
    expect(heldIn(strikes, turnedAway(2_500))).toHaveLength(1);
    expect(heldIn(strikes, turnedAway(3_050))).toHaveLength(1);
  });

  it('is asked of the whole round, when it has it alone', () => {
    expect(heldIn(strikes.slice(1), turnedAway(9_000))).toHaveLength(1);
  });
});

describe('an intake that must be open', () => {
  const filings = (all: number, overloaded: number) =>
    sound({
      lines: Array.from({ length: all }, (_, n) => ({
        ...{ ...asking, at: n },
        ...(n < overloaded ? { status: 503, answer: { type: OVERLOADED } } : { status: 201 }),
      })),
    });

  it('may turn some away when the machine has no time for anybody', () => {
    expect(intakeAlwaysOpen('F', filings(100, 5))).toEqual([]);
  });

  it('may not turn many away, whatever it says', () => {
    expect(intakeAlwaysOpen('F', filings(100, 6))).toHaveLength(1);
  });
});

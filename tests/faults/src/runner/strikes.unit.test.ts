import { describe, expect, it } from 'vitest';
import { sound } from '../checker/sound.fixture.ts';
import { intakeAlwaysOpen } from '../faults/holds.ts';
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

describe('a request that is still under way when the next fault strikes', () => {
  const two = [
    { fault: strict, from: 10_000, to: 20_000 },
    { fault: { name: 'lax' }, from: 20_000, to: 30_000 },
  ];
  const asked = (at: number, ms: number) => sound({ lines: [{ ...asking, at, ms, status: 503 }] });

  it('is still its own fault’s, when its answer was long due by then', () => {
    expect(heldIn(two, asked(24_000, 9_500))).toHaveLength(1);
  });

  it('may be the next one’s, when it had only just begun', () => {
    expect(heldIn(two, asked(24_000, 8_500))).toEqual([]);
    expect(heldIn(two, asked(20_100, 200))).toEqual([]);
  });

  it('is not its own fault’s, when it began before that struck', () => {
    expect(heldIn(two, asked(21_000, 11_500))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Line } from '../generator/lines.ts';
import { findKnee } from './knee.ts';
import type { Mixer } from './mixer.ts';

const SECONDS = 2;

/** A platform that keeps every bar up to a rate. */
const holdsUpTo = (limits: readonly number[], { sends = 1, cores = 0.5, lost = 0 } = {}) => {
  const played: number[] = [];
  const mixer: Mixer = {
    play: async ({ stages }) => {
      const { rate = 0, seconds = 0 } = stages[0] ?? {};
      const limit = limits[Math.min(played.length, limits.length - 1)] ?? 0;
      played.push(rate);
      const line = (i: number): Line => ({ atMs: i, op: 'read', outcome: 'good', status: 200, ms: 1 });
      return {
        tookS: seconds,
        lines: Array.from({ length: rate * seconds * sends }, (_, i) => line(i)),
        dropped: 0,
        missed: rate > limit ? ['a bar'] : [],
        generatorCores: cores,
        confirmed: { acknowledged: 0, lost, numbersTwice: 0 },
        usage: { before: {}, after: {} },
      };
    },
  };
  return { mixer, played };
};

const options = { seconds: SECONDS, rounds: 3, say: () => undefined };

describe('the knee', () => {
  it('is the highest rate that keeps the bars, played again in rounds', async () => {
    const { mixer } = holdsUpTo([260]);
    const { rate, steps } = await findKnee(mixer, options);
    expect(rate).toBeGreaterThan(225);
    expect(rate).toBeLessThanOrEqual(260);
    expect(steps.map((step) => [step.rate, step.holds])).toEqual(Array.from({ length: 3 }, () => [rate, true]));
  });

  it('is lowered when its rounds do not hold, and those stay in the record', async () => {
    const { mixer } = holdsUpTo([200, 150]);
    const { rate, steps, onTheWay } = await findKnee(mixer, { ...options, knee: 190 });
    expect(rate).toBeLessThanOrEqual(150);
    expect(steps).toHaveLength(3);
    expect(onTheWay.filter((step) => !step.holds).length).toBeGreaterThan(0);
  });

  it('is nought when no rate holds, and what was lost on the way is not forgotten', async () => {
    const { mixer, played } = holdsUpTo([0], { lost: 1 });
    const { rate, steps, onTheWay } = await findKnee(mixer, { ...options, knee: 100 });
    expect([rate, steps]).toEqual([0, []]);
    expect(onTheWay.map(({ confirmed }) => confirmed.lost)).toEqual(played.map(() => 1));
  });

  it('is not a rate that the generator did not send, or only with all of its core', async () => {
    for (const weak of [{ sends: 0.98 }, { cores: 0.95 }]) {
      const { rate, onTheWay } = await findKnee(holdsUpTo([1_000], weak).mixer, { ...options, knee: 100 });
      expect(rate).toBe(0);
      expect(onTheWay[0]?.missed[0]).toMatch(/^generator/);
    }
  });

  it('holds when nobody can tell how much the generator used', async () => {
    const { rate } = await findKnee(holdsUpTo([1_000], { cores: Number.NaN }).mixer, { ...options, knee: 100 });
    expect(rate).toBe(100);
  });
});

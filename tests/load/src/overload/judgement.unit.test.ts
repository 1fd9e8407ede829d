import { describe, expect, it } from 'vitest';
import type { Line } from '../generator/lines.ts';
import { judge } from './judgement.ts';

const KNEE = 10;
const seconds = { calm: 15, spike: 10, after: 30 };

/** Requests at a rate over some seconds, all with one outcome. */
const requests = (fromS: number, forS: number, rate: number, outcome: Line['outcome'], ms = 10): Line[] =>
  Array.from({ length: forS * rate }, (_, i) => ({
    atMs: 1_000_000 + (fromS + i / rate) * 1000 + ms,
    op: 'read',
    outcome,
    status: outcome === 'good' ? 200 : 0,
    ms,
  }));

const played = (inside: Line[]) => ({
  tookS: 55,
  lines: [...requests(0, 15, 5, 'good'), ...inside, ...requests(25, 30, 10, 'good')],
  dropped: 3,
  missed: [],
  generatorCores: 0.7,
  confirmed: { acknowledged: 0, lost: 1, numbersTwice: 2 },
});

describe('a spike', () => {
  it('is judged by what was sent inside it: calm before and after does not thin what went wrong', () => {
    const inside = [...requests(15, 10, 40, 'good'), ...requests(15, 10, 10, 'unclean')];
    expect(judge(played(inside), KNEE, seconds)).toMatchObject({
      offered: 50,
      sent: 50,
      sentRatio: 1,
      uncleanRate: 0.2,
      uncleanBy: { 'read 0': 100 },
      uncleanOutside: 0,
      recoveryS: 0,
      lost: 1,
      numbersTwice: 2,
    });
  });

  it('has also the requests that end after it: ten seconds of waiting are unclean inside it', () => {
    const { uncleanRate, uncleanOutside } = judge(played(requests(15, 10, 50, 'unclean', 10_000)), KNEE, seconds);
    expect([uncleanRate, uncleanOutside]).toEqual([1, 0]);
  });

  it('is not over because its own requests are answered late', () => {
    const late = requests(15, 10, 30, 'good', 10_000);
    const dead = {
      ...played(late),
      lines: [...requests(0, 15, 5, 'good'), ...late, ...requests(25, 30, 10, 'unclean')],
    };
    expect(judge(dead, KNEE, seconds)).toMatchObject({ recoveryS: 29, goodputRatio: 0 });
  });

  it('is not over while what comes after it is served late: at a constant rate late answers are as many', () => {
    const calm = requests(0, 15, 5, 'good');
    const late = {
      ...played([]),
      lines: [...calm, ...requests(15, 10, 50, 'good'), ...requests(25, 30, 10, 'good', 4_000)],
    };
    expect(judge(late, KNEE, seconds)).toMatchObject({ recoveryS: 29, goodputRatio: 0 });
  });

  it('says how much of it was sent', () => {
    expect(judge(played(requests(15, 10, 20, 'good')), KNEE, seconds)).toMatchObject({ sent: 20, sentRatio: 0.4 });
  });
});

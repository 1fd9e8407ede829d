import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import { judgeRestored } from './restored.ts';
import { sound } from './sound.fixture.ts';

type Restored = NonNullable<Evidence['restored']>;

/** One case was acknowledged before the moment and is there; another one after it is lost, and named. */
const REPORT: Restored['report'] = {
  ...{ point: '2026-03-02T01:30:00.000Z', at: '2026-03-02T01:30:00.000Z', file: 'report.json' },
  ...{
    chains: { 'intake-gateway': { files: 1, broken: [] } },
    lostDossiers: [],
    setBack: [],
    messages: [],
    missing: [],
  },
  lostCases: [{ id: 'c9', number: 'N9', told: ['case.submitted'] }],
};
const filing = { ms: 10, journey: 'j9', act: 'file' as const, by: 'u', key: 'k9', attempt: 1, status: 201, asked: {} };
const lost = { ...filing, at: 9_000, answer: { id: 'c9', number: 'N9' } };

const red = (change: Partial<Evidence> = {}, report: Partial<Restored['report']> = {}): readonly string[] => {
  const { lines } = sound();
  const restored = { until: 5_000, report: { ...REPORT, ...report } };
  return [
    ...new Set(
      judgeRestored(sound({ lines: [...lines, lost], restored, ...change }), 'after').map(
        ({ invariant, what }) => `${invariant} ${what}`,
      ),
    ),
  ];
};

describe('a platform that was set back to a moment', () => {
  it('is well when it has what came before, and names what came after', () => {
    expect(red()).toEqual([]);
  });

  it('is not, when a case from before is gone, named or not', () => {
    const early = { ...lost, at: 1_000 };
    expect(red({ lines: [...sound().lines, early] })).toEqual([
      'restore a lost case is not named',
      'I1 an acknowledged case is lost',
    ]);
  });

  it('is not, when a lost case is not named, or a chain is broken', () => {
    const other = [{ id: 'c8', told: [] }];
    expect(red({}, { lostCases: other })).toEqual(['restore a lost case is not named']);
    const broken = { files: 1, broken: ['c1'] } as unknown as Restored['report']['chains'][string];
    expect(red({}, { chains: { 'intake-gateway': broken } })).toEqual(['restore chains are broken']);
  });

  it('is not, when a system got a submission twice', () => {
    const submissions = [1, 2].map((n) => ({ n, key: 'KEY' }));
    expect(red({ ledgers: [{ system: 'L06', submissions }] })).toEqual([
      'I6 a system got one submission more than once',
    ]);
    expect(
      red({
        ledgers: [
          {
            system: 'L06',
            submissions: [
              { n: 1, key: 'KEY' },
              { n: 2, key: 'LOST' },
            ],
          },
        ],
      }),
    ).toEqual([]);
  });

  it('shows nothing, when nothing was lost or nothing was restored', () => {
    expect(red({ lines: sound().lines }, { lostCases: [] })).toEqual([
      'restore nothing was lost, so nothing was shown',
    ]);
    expect(judgeRestored(sound(), 'after').map(({ what }) => what)).toEqual(['nothing was restored']);
  });
});

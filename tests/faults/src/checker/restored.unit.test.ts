import { describe, expect, it } from 'vitest';
import type { Evidence, Restored } from './evidence.ts';
import { judgeRestored } from './restored.ts';
import { CASE_FACTS, DOSSIER_FACTS, type Fact, sound, stored } from './sound.fixture.ts';

/**
 * One case was acknowledged before the moment and is there, its dossier was set back and says so; another one after it is
 * lost, and named.
 */
const REPORT: Restored['report'] = {
  ...{ point: '2026-03-02T01:30:00.000Z', at: '2026-03-02T01:30:00.000Z', file: 'report.json' },
  ...{
    chains: { 'intake-gateway': { files: 1, broken: [] } },
    lostDossiers: [],
    setBack: [{ id: 'c1.a', service: 'commerce-registration', told: ['dossier.decided'] }],
    forgottenSubmissions: [],
    messages: [],
    missing: [],
  },
  lostCases: [{ id: 'c9', number: 'N9', told: ['case.submitted'] }],
};
const filing = { ms: 10, journey: 'j9', act: 'file' as const, by: 'u', key: 'k9', attempt: 1, status: 201, asked: {} };
const lost = { ...filing, at: 9_000, answer: { id: 'c9', number: 'N9' } };

const SETTLED: Fact = { type: 'dossier.restored', data: { kept: { epoch: 1, point: 'p', forgotten: true } } };
const theDossier = (facts: readonly Fact[]) =>
  stored('dossier', 'c1.a', facts, { seen: [{ source: 'c1', n: 1, hash: 'h' }] });
const settled = theDossier([...DOSSIER_FACTS, SETTLED]);

const red = (
  change: Partial<Evidence> = {},
  report: Partial<Restored['report']> = {},
  sentSince: readonly string[] = ['LATE'],
): readonly string[] => {
  const { lines } = sound();
  const restored = { until: 5_000, report: { ...REPORT, ...report }, sentSince };
  return [
    ...new Set(
      judgeRestored(sound({ dossiers: [settled], lines: [...lines, lost], restored, ...change }), 'after').map(
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
      'restore an acknowledged write is lost',
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

  it('shows nothing, when nothing was lost, set back or sent since, or nothing was restored', () => {
    const nothing = ['restore the drill showed nothing'];
    expect(red({ lines: sound().lines }, { lostCases: [] })).toEqual(nothing);
    expect(red({}, { setBack: [] })).toEqual(nothing);
    expect(red({}, {}, [])).toEqual(nothing);
    expect(judgeRestored(sound(), 'after').map(({ what }) => what)).toEqual(['nothing was restored']);
  });
});

describe('what was acknowledged before the moment', () => {
  const [, , read] = sound().lines;
  if (!read) throw new Error('The fixture has too few lines.');
  const approval = { ...read, act: 'approve' as const, about: 'c1.a', key: 'c1.a-handler' };
  const withApproval = { lines: [...sound().lines, lost, approval] };

  it('is there with its key', () => {
    const facts = DOSSIER_FACTS.map((fact) =>
      fact.type === 'dossier.decided' ? { ...fact, cause: { id: 'http:o:approve:c1.a:c1.a-handler' } } : fact,
    );
    expect(red({ ...withApproval, dossiers: [theDossier([...facts, SETTLED])] })).toEqual([]);
  });

  it('is lost when no entry has its key, unless it was after the moment or was no write', () => {
    expect(red(withApproval)).toEqual(['restore an acknowledged write is lost']);
    expect(red({ lines: [...sound().lines, lost, { ...approval, at: 4_500 }] })).toEqual([]);
    expect(red({ lines: [...sound().lines, lost, { ...approval, status: 503 }] })).toEqual([]);
  });
});

describe('what had told more than it remembers', () => {
  const setBack = [{ id: 'c1', service: 'intake-gateway', told: ['branch.opened'] }];
  const calling: Fact = { type: 'case.human-needed', data: { reason: 'restored' } };
  const caseWith = (...more: readonly Fact[]) => ({
    cases: [stored('case', 'c1', [...CASE_FACTS, ...more], { seen: [{ source: 'c1.a', n: 1, hash: 'h' }] })],
  });

  it('is a case that calls a human, or a dossier that says so', () => {
    const words = ['restore a file that was set back does not say so'];
    expect(red(caseWith(calling), { setBack })).toEqual([]);
    expect(red(caseWith(), { setBack })).toEqual(words);
    expect(red({ dossiers: [theDossier(DOSSIER_FACTS)] })).toEqual(words);
  });

  it('has no exchange that hangs, and waits for a human only where the system is ahead', () => {
    const withExchange = (status: string) => ({
      dossiers: [
        theDossier([
          ...DOSSIER_FACTS.filter(({ type }) => type !== 'exchange.moved'),
          ...DOSSIER_FACTS.filter(({ type }) => type === 'exchange.moved').map((fact) => ({
            ...fact,
            data: { kept: { exchange: { id: 'e1', system: 'L06', capability: 'submit', key: 'KEY', status } } },
          })),
          SETTLED,
        ]),
      ],
    });
    const hangs = ['restore an exchange of a case that was set back hangs'];
    for (const status of ['wanted', 'sent', 'pending', 'unknown']) expect(red(withExchange(status))).toEqual(hangs);
    expect(red(withExchange('needs-review'))).toEqual([]);
    expect(red({ ...withExchange('needs-review'), ledgers: [{ system: 'L06', submissions: [] }] })).toEqual([
      'restore an exchange waits for a human though its system got nothing',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { sound } from '../checker/sound.fixture.ts';
import type { Line } from '../load/diary.ts';
import { FAULTS } from './faults.ts';
import { cleanRefusalsOnly, intakeAlwaysOpen, neverWithoutAnswer, nothingTornOff, OVERLOADED } from './holds.ts';

const asking = { at: 1, ms: 100, journey: 'j', act: 'file' as const, by: 'u', key: 'k', attempt: 1 };
const of = (...lines: readonly Partial<Line>[]): Evidence =>
  sound({ lines: lines.map((line) => ({ ...asking, ...line })) });
const whatOf = (violations: readonly Violation[]): readonly string[] => violations.map(({ what }) => what);

const SILENCE = 'HeadersTimeoutError: Headers Timeout Error';
const TORN = 'SocketError: other side closed';
const busy: Partial<Line> = { status: 503, answer: { type: OVERLOADED }, retryAfterS: 2 };

type Promised = (invariant: string, evidence: Evidence) => readonly Violation[];
const TABLE: readonly (readonly [name: string, promise: Promised, bad: Evidence, words: string, good: Evidence])[] = [
  [
    'who asks is answered',
    neverWithoutAnswer,
    of({ error: SILENCE }),
    'a request was left without an answer',
    of({ status: 503 }, { error: TORN }),
  ],
  [
    'nothing is torn off',
    nothingTornOff,
    of({ error: TORN }),
    'a request was torn off',
    of({ status: 503 }, { error: SILENCE }),
  ],
  [
    'refusals are clean',
    cleanRefusalsOnly,
    of({ status: 500 }),
    'a refusal was not clean',
    of({ status: 503, retryAfterS: 2 }, { status: 404 }),
  ],
  [
    'a refusal says when to come again',
    cleanRefusalsOnly,
    of({ status: 503 }),
    'a refusal was not clean',
    of({ status: 429 }),
  ],
  ['intake is open', intakeAlwaysOpen, of({ status: 503 }), 'intake was not available', of({ status: 201 })],
  [
    'intake answers soon',
    intakeAlwaysOpen,
    of({ status: 201, ms: 10_001 }),
    'intake took too long',
    of({ status: 201, ms: 10_000 }),
  ],
  [
    'files are taken',
    intakeAlwaysOpen,
    of({ act: 'upload', error: TORN }),
    'intake was not available',
    of({ act: 'upload', status: 201 }),
  ],
  [
    'drafts are taken',
    intakeAlwaysOpen,
    of({ act: 'submit', status: 200, ms: 11_000 }),
    'intake took too long',
    of({ act: 'submit', status: 200 }, { act: 'read', status: 503 }),
  ],
  [
    'few are told that the machine has no time',
    intakeAlwaysOpen,
    of(...Array<Partial<Line>>(94).fill({ status: 201 }), ...Array<Partial<Line>>(6).fill(busy)),
    'intake was overloaded too often',
    of(...Array<Partial<Line>>(95).fill({ status: 201 }), ...Array<Partial<Line>>(5).fill({ ...busy, ms: 11_000 })),
  ],
];

describe('what faults promise', () => {
  for (const [name, promise, bad, words, good] of TABLE)
    it(`is broken and kept: ${name}`, () => {
      expect(whatOf(promise('F', bad))).toEqual([words]);
      expect(promise('F', good)).toEqual([]);
    });
});

describe('a front end whose own connection went deaf', () => {
  const twoSilences = of({ at: 20_000, error: SILENCE }, { at: 20_100, error: SILENCE });

  it('may hear nothing on it, once', () => {
    expect(neverWithoutAnswer('F', { ...twoSilences, gaveUpDeaf: [20_050] })).toHaveLength(1);
    expect(neverWithoutAnswer('F', { ...twoSilences, gaveUpDeaf: [20_050, 20_110] })).toEqual([]);
  });

  it('is given to whom no other can excuse: connections to several services are told one service after the other', () => {
    const apart = of({ at: 20_000, error: SILENCE }, { at: 21_500, error: SILENCE });
    expect(neverWithoutAnswer('F', { ...apart, gaveUpDeaf: [20_900, 20_050] })).toEqual([]);
  });

  it('is no excuse for a silence at another time', () => {
    expect(neverWithoutAnswer('F', { ...twoSilences, gaveUpDeaf: [10_000, 30_000] })).toHaveLength(2);
  });
});

describe('the faults that hurt no gateway', () => {
  it.each(['F7', 'F8', 'F9', 'F9-set', 'F16'])('see that nothing is torn off, and that everybody hears: %s', (name) => {
    const fault = FAULTS.find((one) => one.name === name);
    const said = (line: Partial<Line>) => whatOf(fault?.alsoHolds?.(of({ act: 'read', ...line })) ?? []);
    expect(said({ error: TORN })).toEqual(['a request was torn off']);
    expect(said({ error: SILENCE })).toEqual(['a request was left without an answer']);
    expect(said({ status: 200 })).toEqual([]);
  });

  it.each(['F6', 'F7', 'F10'])('keep the intake open: %s', (name) => {
    const fault = FAULTS.find((one) => one.name === name);
    const said = whatOf(fault?.alsoHolds?.(of({ act: 'submit', status: 503 })) ?? []);
    expect(said).toContain('intake was not available');
  });

  it.each(['F9', 'F9-set', 'F16'])('refuse cleanly: %s', (name) => {
    const fault = FAULTS.find((one) => one.name === name);
    expect(whatOf(fault?.alsoHolds?.(of({ act: 'read', status: 500 })) ?? [])).toEqual(['a refusal was not clean']);
  });
});

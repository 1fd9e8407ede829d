import { check } from './check.ts';
import type { Evidence } from './evidence.ts';
import { CASE_FACTS, DOSSIER_FACTS, type Fact, sound, stored } from './sound.fixture.ts';

const seenByCase = { seen: [{ source: 'c1.a', n: 1, hash: 'h' }] };
const seenByDossier = { seen: [{ source: 'c1', n: 1, hash: 'h' }] };

/** The case of the sound round, with other facts. */
export const theCase = (facts: readonly Fact[] = CASE_FACTS, more: object = {}) =>
  stored('case', 'c1', facts, { ...seenByCase, ...more });

/** Its department's dossier, with other facts. */
export const theDossier = (facts: readonly Fact[] = DOSSIER_FACTS, more: object = {}) =>
  stored('dossier', 'c1.a', facts, { ...seenByDossier, ...more });

/** The invariants that evidence speaks against. */
export const red = (change: Partial<Evidence>): readonly string[] => [
  ...new Set(check(sound(change)).map(({ invariant, what }) => `${invariant} ${what}`)),
];

const { lines } = sound();
const [unclear, acknowledged, read, readAgain] = lines;
if (!unclear || !acknowledged || !read || !readAgain) throw new Error('The fixture has too few lines.');

/** What was asked and heard in the sound round, in its order. */
export const heard = { unclear, acknowledged, read, readAgain };

import type { Evidence, Invariant, Violation } from '../evidence.ts';
import { filingsOf, keyOf } from '../filings.ts';

/** No number twice, and one case per idempotency key: among the stored and among the told. */
export const I2: Invariant = (evidence) => {
  const told = filingsOf(evidence).flatMap(({ key, acknowledged }) =>
    acknowledged.map(({ answer = {} }) => ({ key, id: String(answer['id']), number: numberIn(answer) })),
  );
  const stored = evidence.cases.map((one) => ({ key: keyOf(one) ?? one.id, id: one.id, number: numberIn(one.state) }));
  const all = [...told, ...stored];
  return [
    ...twice(all, 'number', 'a number was given to two cases'),
    ...twice(all, 'key', 'one key made two cases'),
    ...changed(all),
  ];
};

interface Known {
  readonly key: string;
  readonly id: string;
  /** A draft has none yet. */
  readonly number: string | undefined;
}

const numberIn = (of: Readonly<Record<string, unknown>>): string | undefined =>
  typeof of['number'] === 'string' ? of['number'] : undefined;

const twice = (all: readonly Known[], by: 'number' | 'key', what: string): readonly Violation[] =>
  [...Map.groupBy(all, (one) => one[by])].flatMap(([value, same]) => {
    const ids = [...new Set(same.map(({ id }) => id))];
    return ids.length > 1 && value !== undefined ? [{ invariant: 'I2', what, evidence: { [by]: value, ids } }] : [];
  });

const changed = (all: readonly Known[]): readonly Violation[] =>
  [...Map.groupBy(all, ({ id }) => id)].flatMap(([id, same]) => {
    const numbers = [...new Set(same.flatMap(({ number }) => number ?? []))];
    return numbers.length > 1
      ? [{ invariant: 'I2', what: 'one case was told two numbers', evidence: { id, numbers } }]
      : [];
  });

/** How many numbers stand at more than one case. */
export const duplicateNumbers = (evidence: Evidence): number =>
  I2(evidence).filter(({ what }) => what.startsWith('a number')).length;

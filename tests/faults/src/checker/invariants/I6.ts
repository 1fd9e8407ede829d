import type { Evidence, Invariant } from '../evidence.ts';
import { exchangesOf } from './I10.ts';

const CONFIRMED: ReadonlySet<string> = new Set(['accepted', 'rejected']);

/** Each legacy system got each submission at most once, and exactly once when it is confirmed; it got nothing unknown. */
export const I6: Invariant = ({ ledgers, dossiers }) => {
  const exchanges = dossiers.flatMap((dossier) =>
    exchangesOf(dossier)
      .filter(({ capability }) => capability === 'submit')
      .map((exchange) => ({ ...exchange, dossier: dossier.id })),
  );
  return ledgers.flatMap(({ system, submissions }) => {
    const times = Map.groupBy(submissions, ({ key }) => key);
    const own = exchanges.filter((exchange) => exchange.system === system);
    const known = new Set(own.map(({ key }) => key));
    return [
      ...own.flatMap(({ key, status, dossier }) => {
        const count = times.get(key)?.length ?? 0;
        const wrong = count > 1 || (CONFIRMED.has(status) && count !== 1);
        return wrong
          ? [{ invariant: 'I6', what: wordsFor(count), evidence: { system, key, status, dossier, count } }]
          : [];
      }),
      ...[...times.keys()]
        .filter((key) => !known.has(key))
        .map((key) => ({ invariant: 'I6', what: 'a system got what no dossier knows of', evidence: { system, key } })),
    ];
  });
};

const wordsFor = (count: number): string =>
  count > 1 ? 'a system got one submission more than once' : 'a confirmed exchange never reached its system';

/** Submissions beyond the first under one key, over all systems. */
export const duplicateSubmissions = ({ ledgers }: Evidence): number =>
  ledgers.reduce(
    (sum, { submissions }) => sum + submissions.length - new Set(submissions.map(({ key }) => key)).size,
    0,
  );

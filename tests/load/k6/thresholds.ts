/**
 * The bars of every bench, once: what we promise, and where the closest published targets are sharper, those.
 * Writes: p95 ≤ 150 ms and p99 ≤ 300 ms (ours), p50 ≤ 100 ms; reads p50/p95/p99 ≤ 50/150/300 ms; lists and searches p95 ≤ 150 ms.
 */
export const thresholds: Record<string, string[]> = {
  'took{kind:write}': ['p(50)<100', 'p(95)<150', 'p(99)<300'],
  'took{kind:read}': ['p(50)<50', 'p(95)<150', 'p(99)<300'],
  'took{kind:list}': ['p(95)<150'],
  unclean: ['rate<0.001'],
  refused: ['rate<0.001'],
};

/** What every summary shows of a distribution. */
export const trendStats = ['med', 'p(95)', 'p(99)', 'max'];

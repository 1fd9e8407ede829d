import type { Kept } from './keeping.ts';

/** One figure of one bench over the commits. */
export interface Trend {
  readonly bench: string;
  readonly figure: string;
  readonly points: readonly { readonly commit: string; readonly at: string; readonly value: number }[];
}

/** The figures of a last line, those inside objects by their path: `cases_per_s.32`. */
const figuresOf = (value: object, path = ''): [name: string, value: number][] =>
  Object.entries(value).flatMap(([name, part]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (typeof part === 'number') return [[here, part] as [string, number]];
    return typeof part === 'object' && part !== null ? figuresOf(part, here) : [];
  });

/** What is drawn: one trend per figure of each bench, oldest first. */
export const trendsOf = (results: readonly Kept[]): Trend[] => {
  const trends = new Map<string, Trend & { points: { commit: string; at: string; value: number }[] }>();
  for (const { bench, commit, changed, at, line } of results)
    for (const [figure, value] of figuresOf(line)) {
      const key = `${bench} ${figure}`;
      const trend = trends.get(key) ?? { bench, figure, points: [] };
      trend.points.push({ commit: changed ? `${commit}+` : commit, at, value });
      trends.set(key, trend);
    }
  return [...trends.values()];
};

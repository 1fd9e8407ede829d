import fc from 'fast-check';
import type { Edge, PlannedBranch } from './state.ts';

type GraphNode = { readonly key: string; readonly after: readonly Edge[] };

/** Random graphs without circles: a branch waits for any of those before it, by any rule. */
export const graphs: fc.Arbitrary<readonly GraphNode[]> = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, i) =>
      fc
        .tuple(
          fc.subarray(Array.from({ length: i }, (__, before) => before)),
          fc.array(fc.constantFrom('continue', 'skip-successors', 'stop'), { minLength: i, maxLength: i }),
        )
        .map(([before, rules]) => ({
          key: `b${i}`,
          after: before.map((at) => ({ branch: `b${at}`, onRefusal: rules[at] ?? 'stop' }) as Edge),
        })),
    ),
  ),
);

/** The branches of a graph, as a plan has them. */
export const plannedBranches = (graph: readonly GraphNode[]): readonly PlannedBranch[] =>
  graph.map(({ key, after }) => ({
    key,
    item: { code: `item-${key}`, version: 1 },
    domain: 'social-security',
    department: 'human-resources',
    after,
  }));

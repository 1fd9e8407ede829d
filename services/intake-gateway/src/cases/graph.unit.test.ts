import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consequences, faultOfGraph, isFinal, type Node, outcomeOf, predecessorsOf } from './graph.ts';
import { graphs } from './graphs.fixture.ts';
import type { BranchStatus, OnRefusal } from './state.ts';

/**
 * The edge rules, slowly and obviously: for each waiting branch alone, by walking its paths backwards to a refusal. A
 * branch is skipped when a stop-edge anywhere was hit, when one of its own edges cannot be passed any more, or when one
 * of its predecessors will never be decided. It opens when all of its edges are passed.
 */
const slowly = (nodes: readonly Node[]) => {
  const find = (key: string): Node => nodes.find((node) => node.key === key) ?? { key, status: 'skipped', after: [] };
  const fell = (status: BranchStatus) => status === 'refused' || status === 'withdrawn';
  const stopped = nodes.some((node) =>
    node.after.some((edge) => edge.onRefusal === 'stop' && fell(find(edge.branch).status)),
  );
  const neverDecided = (node: Node): boolean => {
    if (node.status === 'skipped') return true;
    if (node.status !== 'waiting') return false;
    return stopped || node.after.some((edge) => blocked(find(edge.branch), edge.onRefusal));
  };
  const blocked = (before: Node, onRefusal: OnRefusal): boolean =>
    neverDecided(before) || (fell(before.status) && onRefusal !== 'continue');
  const waiting = nodes.filter((node) => node.status === 'waiting');
  return {
    skip: waiting.filter(neverDecided).map(({ key }) => key),
    open: waiting
      .filter((node) => !neverDecided(node))
      .filter((node) =>
        node.after.every((edge) => {
          const { status } = find(edge.branch);
          return status === 'granted' || (fell(status) && edge.onRefusal === 'continue');
        }),
      )
      .map(({ key }) => key),
  };
};

const statuses: readonly BranchStatus[] = [
  'waiting',
  'opened',
  'acknowledged',
  'granted',
  'refused',
  'skipped',
  'withdrawing',
  'withdrawn',
];

describe('the graph of a joint case', () => {
  it('opens and skips what the slow reference opens and skips, whatever state the branches are in', () => {
    const anyState = graphs.chain((graph) =>
      fc
        .array(fc.constantFrom(...statuses), { minLength: graph.length, maxLength: graph.length })
        .map((found) => graph.map((node, i) => ({ ...node, status: found[i] ?? 'waiting' }))),
    );
    fc.assert(
      fc.property(anyState, (nodes) => {
        const { open, skip } = consequences(nodes);
        const expected = slowly(nodes);
        expect([...open].sort()).toEqual(expected.open.sort());
        expect(skip.map(({ key }) => key).sort()).toEqual(expected.skip.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes to an end by any decisions in any order, with every branch final and nothing left to follow', () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.tuple(fc.nat(), fc.boolean())), (graph, decisions) => {
        let nodes: readonly Node[] = graph.map((node) => ({ ...node, status: 'waiting' }));
        for (let steps = 0; steps <= graph.length; steps++) {
          const { open, skip } = consequences(nodes);
          const skipped = new Set(skip.map(({ key }) => key));
          nodes = nodes.map((node) => {
            if (skipped.has(node.key)) return { ...node, status: 'skipped' };
            return open.includes(node.key) ? { ...node, status: 'opened' } : node;
          });
          const live = nodes.filter(({ status }) => status === 'opened');
          const [pick, granted] = decisions.next().value ?? [0, true];
          const chosen = live[pick % Math.max(1, live.length)];
          if (!chosen) break;
          nodes = nodes.map((node) =>
            node.key === chosen.key ? { ...node, status: granted ? 'granted' : 'refused' } : node,
          );
        }
        expect(nodes.every(({ status }) => isFinal(status))).toBe(true);
        expect(consequences(nodes)).toEqual({ open: [], skip: [], done: true });
      }),
      { numRuns: 500 },
    );
  });

  it('has no cycle and no stranger, or is not published', () => {
    const edge = (branch: string) => ({ branch, onRefusal: 'stop' as const });
    expect(
      faultOfGraph([
        { key: 'a', after: [edge('b')] },
        { key: 'b', after: [edge('a')] },
      ]),
    ).toMatch(/circle/);
    expect(faultOfGraph([{ key: 'a', after: [edge('c')] }])).toMatch(/no branch c/);
    expect(
      faultOfGraph([
        { key: 'a', after: [] },
        { key: 'a', after: [] },
      ]),
    ).toMatch(/same key/);
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(faultOfGraph(graph)).toBeUndefined();
      }),
    );
  });

  it('knows the predecessors of a branch through any number of edges', () => {
    const edge = (branch: string) => ({ branch, onRefusal: 'continue' as const });
    const nodes = [
      { key: 'a', after: [] },
      { key: 'b', after: [edge('a')] },
      { key: 'c', after: [edge('b')] },
      { key: 'd', after: [] },
    ];
    expect([...predecessorsOf(nodes, 'c')].sort()).toEqual(['a', 'b']);
    expect([...predecessorsOf(nodes, 'd')]).toEqual([]);
  });

  it('ends granted, refused or partly', () => {
    const ended = (...found: BranchStatus[]) => outcomeOf(found.map((status) => ({ status })));
    expect(ended('granted', 'granted')).toBe('granted');
    expect(ended('refused', 'skipped')).toBe('refused');
    expect(ended('granted', 'refused')).toBe('partly');
  });
});

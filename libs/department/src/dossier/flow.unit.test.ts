import { readFileSync } from 'node:fs';
import { drawFlow, targetsOf, unreachable } from '@yimen/case-file';
import { describe, expect, it } from 'vitest';
import { TOLD_AS } from './facts.ts';
import { flow } from './flow.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the flow of a dossier', () => {
  it('reaches every status', () => {
    expect(unreachable(flow, 'new')).toEqual([]);
  });

  it('never leaves a decision', () => {
    for (const status of ['granted', 'refused', 'withdrawn', 'tombstone'] as const)
      for (const edge of Object.values(flow[status])) expect(edge && targetsOf(edge)).toEqual([status]);
  });

  it('emits facts that there are', () => {
    const facts = Object.values(flow).flatMap((steps) => Object.values(steps).flatMap(({ emits }) => emits ?? []));
    expect(facts.filter((fact) => !Object.hasOwn(TOLD_AS, fact))).toEqual([]);
  });

  it('is drawn in the README as it is', () => {
    expect(readme).toContain(drawFlow(flow, 'new'));
  });
});

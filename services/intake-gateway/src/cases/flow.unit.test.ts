import { readFileSync } from 'node:fs';
import { drawFlow, targetsOf, unreachable } from '@yimen/case-file';
import { describe, expect, it } from 'vitest';
import { effects } from './evolve/evolve.ts';
import { flow, humanSteps } from './flow.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** One line for each step of a person or a clock; what departments tell may come in any status after acceptance. */
const rows = Object.entries(flow).flatMap(([status, steps]) =>
  Object.entries(steps)
    .filter(([step]) => !step.startsWith('branch-'))
    .map(([step, edge]) => {
      const once = edge.once ? ', once' : '';
      return `| ${status} | ${step}${once} | ${edge.by.join(', ')} | ${targetsOf(edge).join(', ')} | ${edge.law ?? ''} |`;
    }),
);

describe('the flow of a case', () => {
  it('reaches every status', () => {
    expect(unreachable(flow, 'new')).toEqual([]);
  });

  it('emits facts that have an effect', () => {
    const facts = Object.values(flow).flatMap((steps) => Object.values(steps).flatMap(({ emits }) => emits ?? []));
    expect(facts.filter((fact) => !Object.hasOwn(effects, fact))).toEqual([]);
  });

  it('ends where nobody but a department can move it any more', () => {
    for (const status of ['closed', 'withdrawn', 'not-accepted'] as const)
      for (const [step, edge] of Object.entries(flow[status])) {
        expect(edge.by).toEqual([step === 'restored' ? 'system' : 'branch']);
        expect(targetsOf(edge)).toEqual([status]);
      }
  });

  it('gives a legal basis to every act of authority', () => {
    for (const step of ['accept', 'request-correction', 'refuse'] as const)
      expect(flow.submitted[step]?.law).toMatch(/行政许可法/);
  });

  it('shows people no step that does not exist', () => {
    const known = new Set(Object.values(flow).flatMap((steps) => Object.keys(steps)));
    expect(humanSteps.filter((step) => !known.has(step))).toEqual([]);
  });

  it('is drawn in the README as it is', () => {
    expect(readme).toContain(drawFlow(flow, 'new'));
  });

  it('stands in the README as a table: who takes which step, and by what law', () => {
    for (const row of rows) expect(readme).toContain(row);
  });
});

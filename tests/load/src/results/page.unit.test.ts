import { describe, expect, it } from 'vitest';
import { DEFAULTS } from './fitness.ts';
import type { Kept } from './keeping.ts';
import { drawPage } from './page.ts';
import { trendsOf } from './trend.ts';

const machine = { cpus: 2, model: 'any <cpu>', memoryGb: 16, system: 'linux', node: 'v24', loadBefore: 0.1 };
const kept = (commit: string, at: string, line: Kept['line']): Kept => ({
  bench: line.bench,
  at,
  commit,
  committedAt: at,
  changed: false,
  machine,
  options: { ...DEFAULTS, seconds: 5, rounds: 3 },
  line,
  raw: {},
});
const runs = [
  kept('aaa', '2026-01-01T00:00:00Z', { bench: 'joint', cases_per_s: { 1: 10, 32: 100 }, lost: 0 }),
  kept('bbb', '2026-01-02T00:00:00Z', { bench: 'joint', cases_per_s: { 1: 11, 32: 120 }, lost: 0 }),
];

describe('the results that were kept', () => {
  it('are trends by figure, also of figures inside figures', () => {
    const trend = trendsOf(runs).find(({ figure }) => figure === 'cases_per_s.32');
    expect(trend?.points.map(({ commit, value }) => [commit, value])).toEqual([
      ['aaa', 100],
      ['bbb', 120],
    ]);
  });

  it('are drawn on a page that asks nobody for anything and shows no markup of theirs', () => {
    const page = drawPage(runs);
    expect(page).toContain('<title>bbb · 2026-01-02T00:00 · 120</title>');
    expect(page).not.toMatch(/https?:|src=|<script|@import/);
    expect(page).toContain('any &lt;cpu&gt;');
  });

  it('may be none', () => {
    expect(drawPage([])).toContain('</html>');
  });
});

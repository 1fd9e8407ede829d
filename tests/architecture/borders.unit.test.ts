import { describe, expect, it } from 'vitest';
import { borders } from './borders.ts';
import { cruiseWorkspace } from './imports.ts';

describe('the borders of the workspace', () => {
  it('are kept by every import', { timeout: 120_000 }, async () => {
    const { summary, modules } = await cruiseWorkspace(borders);
    const broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(broken).toEqual([]);
    // a reader that resolves nothing finds nothing wrong: it must have seen the workspace
    expect(modules.filter(({ source }) => source.startsWith('libs/')).length).toBeGreaterThan(20);
    expect(
      modules.some(({ dependencies }) => dependencies.some(({ resolved }) => resolved.startsWith('libs/kernel/'))),
    ).toBe(true);
  });

  it('are found broken when a planted file crosses them', { timeout: 120_000 }, async () => {
    const planted = borders.find(({ name }) => name === 'kernel-depends-on-nothing');
    if (!planted) throw new Error('the rule is gone');
    const { summary } = await cruiseWorkspace([{ ...planted, from: { path: '^libs/store/' } }]);
    expect(summary.violations.length).toBeGreaterThan(0);
  });
});

import type { ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { borders } from './borders.ts';
import { cruiseWorkspace } from './imports.ts';
import { breachesOf, lawful, type Plot, withPlots } from './plots.ts';

const LIMIT_MS = 120_000;

const brokenIn = ({ summary }: ICruiseResult): string[] =>
  summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).toSorted();

describe('the borders of the workspace', () => {
  let read: ICruiseResult;
  beforeAll(async () => {
    read = await cruiseWorkspace(borders);
  }, LIMIT_MS);

  /** Files of the workspace that import what matches. */
  const importersOf = (resolved: RegExp): string[] =>
    read.modules
      .filter(({ dependencies }) => dependencies.some((one) => resolved.test(one.resolved)))
      .map(({ source }) => source);

  it('are kept by every import', () => {
    const { violations } = read.summary;
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('are read in files that were found, with nothing left unresolved', () => {
    expect(read.modules.filter(({ source }) => source.startsWith('libs/')).length).toBeGreaterThan(100);
    expect(importersOf(/^libs\/kernel\//).length).toBeGreaterThan(50);
    const unresolved = read.modules.flatMap(({ dependencies }) => dependencies.filter((one) => one.couldNotResolve));
    expect(unresolved.map((one) => one.module)).toEqual([]);
  });

  it.each([
    ['kafkajs', 'libs/messaging/'],
    ['mongoose', 'libs/store/'],
    ['ioredis', 'libs/cache/'],
  ])('are read through to the libraries: %s is seen in its home', (library, home) => {
    const importers = importersOf(new RegExp(`node_modules/${library}/`));
    expect(importers.some((file) => file.startsWith(home))).toBe(true);
  });
});

describe('a planted breach', () => {
  const planted = Object.entries(breachesOf);
  const named = (rule: string, plots: readonly Plot[]): string[] => plots.map(({ file }) => `${rule}: ${file}`);

  it('is there for every rule', () => {
    expect(planted.map(([rule]) => rule).toSorted()).toEqual(borders.map(({ name }) => name ?? '').toSorted());
  });

  it('is found by its rule and by no other, and what is lawful is let pass', { timeout: LIMIT_MS }, async () => {
    const plots = [...planted.flatMap(([, all]) => all), ...lawful];
    const broken = await withPlots(plots, async (folder) => brokenIn(await cruiseWorkspace(borders, folder)));
    expect(broken).toEqual(planted.flatMap(([rule, all]) => named(rule, all)).toSorted());
  });
});

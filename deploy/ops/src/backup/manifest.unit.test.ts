import { describe, expect, it } from 'vitest';
import { type Manifest, requireSame, standingAt } from './manifest.ts';

const standing = (offset: string) => ({
  ends: { 'cases.v1': { 0: offset } },
  groups: { g: { 'cases.v1': { 0: offset } } },
});
const manifest: Manifest = {
  format: 1,
  replicaSet: 'a'.repeat(24),
  services: ['intake-gateway', 'social-security'],
  databasePrefix: 't1_',
  base: { t: 100, i: 1 },
  slices: [
    { folder: 'slice-1', to: { t: 200, i: 9 }, stood: { t: 200, i: 5 }, ...standing('20') },
    { folder: 'slice-2', to: { t: 300, i: 9 }, stood: { t: 300, i: 5 }, ...standing('30') },
  ],
  ...standing('10'),
};

describe('what a backup knows of the topics', () => {
  it('is what they held before the latest place that the store was surely behind', () => {
    expect(standingAt(manifest, undefined)).toEqual(standing('10'));
    expect(standingAt(manifest, { t: 200, i: 5 })).toEqual(standing('10'));
    expect(standingAt(manifest, { t: 200, i: 9 })).toEqual(standing('20'));
    expect(standingAt(manifest, { t: 300, i: 0 })).toEqual(standing('20'));
    expect(standingAt(manifest, { t: 300, i: 9 })).toEqual(standing('30'));
  });

  it('is what the base knows where a slice of an earlier release says nothing', () => {
    const old = { ...manifest, slices: [{ folder: 'slice-1', to: { t: 200, i: 9 } }] };
    expect(standingAt(old, { t: 200, i: 9 })).toEqual(standing('10'));
  });
});

describe('a backup that goes back', () => {
  it('is refused for other services, and under other names than it has', () => {
    const services = ['social-security', 'intake-gateway'] as const;
    requireSame(manifest, { services, databasePrefix: 't1_' });
    expect(() => requireSame(manifest, { services, databasePrefix: '' })).toThrow('--prefix "t1_"');
    expect(() => requireSame(manifest, { services: ['intake-gateway'], databasePrefix: 't1_' })).toThrow('--services');
  });
});

import { describe, expect, it } from 'vitest';
import { type Asker, relationsOf } from '../callers/relations.ts';
import { after, askers, fileOrder, filing, plan } from '../cases/case.fixture.ts';
import type { PlannedBranch } from '../cases/state.ts';
import type { ItemSubject } from '../catalogue/subject.ts';
import { mayReadFile } from './readers.ts';

const branch = (key: string, department: string, before: readonly string[] = []): PlannedBranch => ({
  key,
  item: { code: key, version: 1 },
  domain: key === 'tax' ? 'commerce-registration' : 'social-security',
  department,
  after: before.map((name) => ({ branch: name, onRefusal: 'stop' })),
});
const asked: Readonly<Record<string, string>> = { permit: 'identity-card', tax: 'lease', later: 'identity-card' };
const catalogue = {
  item: (code: string) => ({ materials: [{ code: asked[code], required: true }] }) as unknown as ItemSubject,
};
const branches = [
  branch('permit', 'human-resources'),
  branch('tax', 'taxation'),
  branch('later', 'education', ['permit']),
];
const identity = 'i'.repeat(22);
const materials = [
  { code: 'identity-card', form: 'electronic', fileId: identity },
  { code: 'lease', form: 'electronic', fileId: 'l'.repeat(22) },
] as const;
const state = after([
  fileOrder({ accept: true, plan: plan({ kind: 'package', branches }), filing: { ...filing, materials } }),
  askers.centre,
]);

const officer = { ...askers.lead, roles: ['handler'] };
const reads = (asker: Asker, fileId = identity): boolean =>
  mayReadFile(catalogue, { asker, relations: relationsOf(asker, state, '2026-03-02'), state }, { fileId });

describe('the papers of a case', () => {
  it('are for its applicant, and for those who took them in or accept them', () => {
    for (const asker of [askers.citizen, askers.clerk, askers.centre]) expect(reads(asker)).toBe(true);
    expect(reads(askers.stranger)).toBe(false);
  });

  it('are, with a department, for who handles the item that asks for them, once its branch is open', () => {
    for (const role of ['handler', 'reviewer', 'approver', 'specialist'])
      expect(reads({ ...officer, department: 'human-resources', roles: [role] })).toBe(true);
    expect(reads({ ...officer, department: 'taxation' })).toBe(false);
    expect(reads({ ...officer, department: 'taxation' }, 'l'.repeat(22))).toBe(true);
    expect(reads({ ...officer, department: 'education' })).toBe(false);
    expect(reads({ ...officer, department: 'human-resources', outsourced: true })).toBe(false);
    const service = { ...askers.branch, kind: 'service' } as const;
    expect(reads({ ...service, service: 'social-security' })).toBe(true);
    expect(reads({ ...service, service: 'commerce-registration' })).toBe(false);
  });

  it('are for nobody who only looks on', () => {
    for (const role of ['supervisor', 'operator']) {
      for (const department of ['human-resources', 'finance']) {
        const asker = { ...officer, department, roles: [role] };
        expect(relationsOf(asker, state, '2026-03-02')).toEqual(['viewer']);
        expect(reads(asker)).toBe(false);
      }
    }
  });
});

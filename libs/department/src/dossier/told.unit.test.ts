import { loadEvents } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { MILESTONES } from './state.ts';

describe('the milestones of a dossier', () => {
  it('are those that the contract of events lists', () => {
    const { components } = loadEvents().document as {
      components: { schemas: Record<string, { properties?: { milestone?: { description?: string } } }> };
    };
    const listed = components.schemas['DossierMilestone']?.properties?.milestone?.description ?? '';
    expect(listed.split(', ').sort()).toEqual([...MILESTONES].sort());
  });
});

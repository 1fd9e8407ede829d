import type { Entry } from '@yimen/case-file';
import { loadContract } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { showEntry } from './rows.ts';

type Schema = { readonly properties: Readonly<Record<string, Schema>> };
const { components } = loadContract('intake-gateway').document as unknown as {
  components: { schemas: Readonly<Record<string, Schema>> };
};

describe('a line of the timeline', () => {
  it('says, when an officer decided by law on a branch, all that the contract has a place for, and nothing else', () => {
    const by = { subject: 's', kind: 'officer', role: 'handler', department: 'taxation', name: '王处' };
    const entry = {
      n: 1,
      type: 'branch.decided',
      at: 'at',
      by,
      law: '行政许可法 38',
      data: { branch: 'a' },
      hash: 'h',
    };
    const shown = showEntry(entry as unknown as Entry);
    const place = components.schemas['TimelineEntry']?.properties;
    expect(Object.keys(shown).toSorted()).toEqual(Object.keys(place ?? {}).toSorted());
    expect(Object.keys(shown.by).toSorted()).toEqual(Object.keys(place?.['by']?.properties ?? {}).toSorted());
  });
});

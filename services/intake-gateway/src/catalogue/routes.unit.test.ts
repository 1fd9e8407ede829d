import type { Caller } from '@yimen/http';
import { describe, expect, it } from 'vitest';
import { readMe } from './routes.ts';

const officer: Caller = {
  subject: 'o',
  kind: 'officer',
  roles: [],
  division: '440604',
  outsourced: false,
  centre: false,
};
const may = async (differing: Partial<Caller>) => {
  const asked = { caller: { ...officer, ...differing } } as Parameters<typeof readMe>[0];
  const answer = await readMe(asked);
  return 'body' in answer && 'may' in answer.body ? answer.body.may : answer;
};

describe('what an officer is told of their rights', () => {
  it('is what the door grants: who accepts has a role for it', async () => {
    expect(await may({ roles: ['handler'], department: 'taxation' })).toEqual(['accept']);
    expect(await may({ roles: ['window-clerk'], centre: true })).toEqual(['file', 'receive', 'accept']);
    expect(await may({ roles: ['window-clerk'], centre: true, outsourced: true })).toEqual(['file', 'receive']);
    expect(await may({ roles: ['supervisor'], department: 'taxation' })).toEqual([]);
    expect(await may({ roles: ['operator'], centre: true })).toEqual(['operate']);
  });
});

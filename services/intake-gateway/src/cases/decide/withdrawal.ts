import { isFinal } from '../graph.ts';
import type { Unfolding } from './unfolding.ts';

/** 撤回: at once before acceptance; afterwards every open branch is asked, and the last answer ends the case (an accepted case always has an open branch). */
export const withdraw = (unfolding: Unfolding): undefined => {
  const { status, branches } = unfolding.state();
  if (status !== 'accepted') {
    unfolding.add('case.withdrawn', {}, { seals: true, edits: true });
    return;
  }
  unfolding.add('case.withdrawal-asked', {}, { seals: true, edits: true });
  for (const { key: branch, status: stands } of branches) {
    if (stands === 'waiting') unfolding.add('branch.skipped', { branch, because: 'withdrawal' });
    else if (!isFinal(stands)) unfolding.add('branch.withdrawal-asked', { branch });
  }
};

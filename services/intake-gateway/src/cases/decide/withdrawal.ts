import type { CommandOf } from '../command.ts';
import { isFinal } from '../graph.ts';
import type { Unfolding } from './unfolding.ts';

/** 撤回: at once before acceptance; afterwards every open branch is asked, and the last answer ends the case (an accepted case always has an open branch). */
export const withdraw = (unfolding: Unfolding, { reason }: CommandOf<'withdraw'>): undefined => {
  const why = reason === undefined ? {} : { reason };
  const { status, branches } = unfolding.state();
  if (status !== 'accepted') {
    unfolding.add('case.withdrawn', why, { edits: true });
    return;
  }
  unfolding.add('case.withdrawal-asked', why, { edits: true });
  for (const { key: branch, status: stands } of branches) {
    if (stands === 'waiting') unfolding.add('branch.skipped', { branch, because: 'withdrawal' });
    else if (!isFinal(stands)) unfolding.add('branch.withdrawal-asked', { branch });
  }
};

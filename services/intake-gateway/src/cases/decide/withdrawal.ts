import type { CommandOf } from '../command.ts';
import { isFinal } from '../graph.ts';
import { settle } from './branches.ts';
import type { Unfolding } from './unfolding.ts';

/** 撤回: at once before acceptance; afterwards every open branch is asked, and the last answer ends the case. */
export const withdraw = (unfolding: Unfolding, { reason }: CommandOf<'withdraw'>): undefined => {
  const why = reason === undefined ? {} : { reason };
  const { status, branches } = unfolding.state();
  if (status !== 'accepted') {
    unfolding.add('case.withdrawn', why, { edits: true });
    return;
  }
  const waiting = branches.filter((branch) => branch.status === 'waiting').map(({ key }) => key);
  const open = branches
    .filter((branch) => branch.status !== 'waiting' && !isFinal(branch.status))
    .map(({ key }) => key);
  unfolding.add('case.withdrawal-asked', { keys: open, ...why }, { edits: true });
  if (waiting.length > 0) unfolding.add('branches.skipped', { keys: waiting, because: 'withdrawal' });
  settle(unfolding);
};

import { isFinal } from '../graph.ts';
import type { BranchState, CaseState } from '../state.ts';

/** Branches whose results may be handed over: those of a group that is released together wait for each other. */
export const releasedBranches = ({ branches, plan }: CaseState): readonly BranchState[] => {
  const open = new Set(branches.filter(({ status }) => !isFinal(status)).map(({ key }) => key));
  const held = new Set((plan?.released ?? []).filter((group) => group.some((key) => open.has(key))).flat());
  return branches.filter(({ key, status }) => isFinal(status) && !held.has(key));
};

/** Branches that are decided but whose group is not. */
export const heldBranches = (state: CaseState): readonly string[] => {
  const released = new Set(releasedBranches(state).map(({ key }) => key));
  return state.branches
    .filter(({ key, status }) => (status === 'granted' || status === 'refused') && !released.has(key))
    .map(({ key }) => key);
};

import { type Refusal, refuse } from '@yimen/kernel';
import type { BranchDecided, BranchNews, CaseCommand, CommandOf } from '../command.ts';
import { consequences, isFinal, outcomeOf } from '../graph.ts';
import type { CaseRules } from '../limits.ts';
import type { BranchState, CaseState } from '../state.ts';
import { moveClock } from './clock.ts';
import { FORGOTTEN } from './restored.ts';
import type { Unfolding } from './unfolding.ts';

type NewsCommand = Extract<CaseCommand, BranchNews>;

/** Opens and skips what follows from the branches as they stand, and ends the case when every one is final. */
const settle = (rules: CaseRules, unfolding: Unfolding, today: string): void => {
  const { status, branches } = unfolding.state();
  if (status !== 'accepted' && status !== 'withdrawing') return;
  const { open, skip, done } = consequences(branches);
  for (const { key, because } of skip) unfolding.add('branch.skipped', { branch: key, because });
  for (const branch of open) unfolding.add('branch.opened', { branch });
  moveClock(rules, unfolding, today);
  if (done) finish(unfolding);
};

const finish = (unfolding: Unfolding): void => {
  const { status, branches } = unfolding.state();
  const decided = branches.some((branch) => branch.status === 'granted' || branch.status === 'refused');
  if (status === 'withdrawing' && !decided) unfolding.add('case.withdrawn', {});
  else unfolding.add('case.closed', { outcome: outcomeOf(branches) });
};

/** The branch that news is of; only the service that has it may tell of it. */
const branchOf = (state: CaseState, { branch: key, asker }: NewsCommand): BranchState | Refusal => {
  const branch = state.branches.find((one) => one.key === key);
  if (!branch) return refuse('branch-unknown', `The case has no branch ${key}.`);
  return branch.domain === asker.service
    ? branch
    : refuse('branch-not-yours', `The branch ${key} is with another service.`, { branch: key });
};

/** Something arrived that no rule foresees; recorded, and a human is called. */
const callHuman = (unfolding: Unfolding, reason: string, branch: string, more: object = {}): void =>
  unfolding.add('case.human-needed', { reason, branch, ...more });

/** Where a branch stands; recorded even when it changes nothing any more. */
export const noteProgress = (
  rules: CaseRules,
  unfolding: Unfolding,
  command: CommandOf<'branch-acknowledged' | 'branch-progressed'>,
  today: string,
): Refusal | undefined => {
  const branch = branchOf(unfolding.state(), command);
  if ('refusal' in branch) return branch;
  const { holder, clock } = command;
  if (command.step === 'branch-acknowledged')
    unfolding.add('branch.acknowledged', { branch: branch.key, holder, clock });
  else {
    unfolding.add(
      'branch.progressed',
      { branch: branch.key, milestone: command.milestone, holder, clock },
      command.personal ? { seals: true } : {},
    );
    if (command.milestone === FORGOTTEN && isFinal(branch.status))
      callHuman(unfolding, 'department-restored', branch.key, { outcome: branch.status });
  }
  moveClock(rules, unfolding, today);
  return undefined;
};

/** A department decided. After the end, or twice, it is recorded and a human is called. */
export const takeDecision = (
  rules: CaseRules,
  unfolding: Unfolding,
  command: CommandOf<'branch-decided'>,
  today: string,
): Refusal | undefined => {
  const state = unfolding.state();
  const branch = branchOf(state, command);
  if ('refusal' in branch) return branch;
  if (!isLive(state, branch)) {
    callHuman(unfolding, 'decision-after-end', branch.key, { outcome: command.outcome });
    return undefined;
  }
  unfolding.add('branch.decided', decisionOf(command), command.personal ? { seals: true } : {});
  settle(rules, unfolding, today);
  return undefined;
};

/** A decision or withdrawal still counts: the case is open and the branch was opened and is not final. */
const isLive = ({ status }: CaseState, branch: BranchState): boolean =>
  (status === 'accepted' || status === 'withdrawing') && !isFinal(branch.status) && branch.status !== 'waiting';

const decisionOf = ({ branch, outcome, decidedOn, decidedBy, outputs, clock, law }: BranchDecided) => ({
  branch,
  outcome,
  decidedOn,
  decidedBy,
  outputs: outputs.map((output) => ({ ...output, branch })),
  clock,
  ...(law === undefined ? {} : { law }),
});

/** A department let go of a branch, asked or unasked. */
export const takeWithdrawal = (
  rules: CaseRules,
  unfolding: Unfolding,
  command: CommandOf<'branch-withdrawn'>,
  today: string,
): Refusal | undefined => {
  const state = unfolding.state();
  const branch = branchOf(state, command);
  if ('refusal' in branch) return branch;
  if (!isLive(state, branch)) {
    callHuman(unfolding, 'withdrawal-after-end', branch.key);
    return undefined;
  }
  unfolding.add('branch.withdrawn', { branch: branch.key });
  if (branch.status !== 'withdrawing') callHuman(unfolding, 'withdrawn-unasked', branch.key);
  settle(rules, unfolding, today);
  return undefined;
};

/** The answer to a withdrawal that came too late: the decision itself came before it, in the order of its source. */
export const takeAlreadyDecided = (
  unfolding: Unfolding,
  command: CommandOf<'branch-already-decided'>,
): Refusal | undefined => {
  const state = unfolding.state();
  const branch = branchOf(state, command);
  if ('refusal' in branch) return branch;
  unfolding.add('branch.already-decided', { branch: branch.key, outcome: command.outcome });
  if (branch.status !== command.outcome)
    callHuman(unfolding, 'decision-missing', branch.key, { outcome: command.outcome });
  return undefined;
};

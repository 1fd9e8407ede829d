import type { RecordedFact } from '@yimen/case-file';
import type { BranchDecided } from '../command.ts';
import { isFinal } from '../graph.ts';
import type { BranchState, CaseState, ClockState, Holder } from '../state.ts';
import { sealedIn } from './receipt.ts';

type Change = (branch: BranchState) => BranchState;

const changeBranches = (state: CaseState, keys: readonly string[], change: Change): CaseState => ({
  ...state,
  branches: state.branches.map((branch) => (keys.includes(branch.key) ? change(branch) : branch)),
});

const keyOf = (fact: RecordedFact): readonly string[] => [String(fact.data['branch'])];

/** Nobody is waited for any more. */
const answered = ({ askedAt: _, reminders: __, ...branch }: BranchState): BranchState => branch;

/** `branch.opened` */
export const opened = (state: CaseState, fact: RecordedFact): CaseState =>
  changeBranches(state, keyOf(fact), (branch) => ({ ...branch, status: 'opened', since: fact.at, askedAt: fact.at }));

/** `branch.skipped` */
export const skipped = (state: CaseState, fact: RecordedFact): CaseState =>
  changeBranches(state, keyOf(fact), (branch) => ({ ...branch, status: 'skipped', since: fact.at }));

/** `branch.reminded` */
export const reminded = (state: CaseState, fact: RecordedFact): CaseState =>
  changeBranches(state, keyOf(fact), (branch) => ({
    ...branch,
    askedAt: fact.at,
    reminders: (branch.reminders ?? 0) + 1,
  }));

/** The milestone with which a department tells why it needs longer. */
const EXTENDED = 'extended';

/** `branch.acknowledged`, `branch.progressed`: where it stands and who has it; a final branch stays as it is. */
export const progressed = (state: CaseState, fact: RecordedFact): CaseState => {
  const {
    branch: key,
    holder,
    clock,
    milestone,
  } = fact.data as unknown as {
    branch: string;
    holder: Holder;
    clock: ClockState;
    milestone?: string;
  };
  return changeBranches(state, [key], (branch) => {
    if (isFinal(branch.status)) return branch;
    const asked = branch.status === 'withdrawing';
    const base = asked ? branch : answered(branch);
    return {
      ...base,
      status: asked ? 'withdrawing' : 'acknowledged',
      since: fact.at,
      holder,
      clock,
      ...(milestone === undefined ? {} : { milestone }),
      ...(milestone === EXTENDED ? { extension: sealedIn(fact) } : {}),
    };
  });
};

/** `branch.decided` */
export const decided = (state: CaseState, fact: RecordedFact): CaseState => {
  const { branch: key, outcome, decidedBy, outputs, clock, law } = fact.data as unknown as BranchDecided;
  return changeBranches(state, [key], (branch) => ({
    ...answered(branch),
    status: outcome,
    since: fact.at,
    holder: decidedBy,
    clock,
    outputs,
    ...(law === undefined ? {} : { law }),
    ...sealedIn(fact),
  }));
};

/** `branch.withdrawn` */
export const withdrawn = (state: CaseState, fact: RecordedFact): CaseState =>
  changeBranches(state, keyOf(fact), (branch) => ({
    ...answered(branch),
    status: 'withdrawn',
    since: fact.at,
  }));

/** `branch.withdrawal-asked` */
export const withdrawalAsked = (state: CaseState, fact: RecordedFact): CaseState =>
  changeBranches(state, keyOf(fact), (branch) => ({
    ...answered(branch),
    status: 'withdrawing',
    since: fact.at,
    askedAt: fact.at,
  }));

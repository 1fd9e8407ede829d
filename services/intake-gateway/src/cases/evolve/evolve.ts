import type { RecordedFact } from '@yimen/case-file';
import type { CaseOutcome, CaseState, ClockState } from '../state.ts';
import * as branches from './branches.ts';
import * as receipt from './receipt.ts';

type Evolve = (state: CaseState, fact: RecordedFact) => CaseState;

const closed: Evolve = (state, fact) => ({
  ...state,
  status: 'closed',
  outcome: fact.data['outcome'] as CaseOutcome,
});
const saidWhy = ({ n, seals }: RecordedFact): Pick<CaseState, 'withdrawal'> =>
  seals ? { withdrawal: { personal: n } } : {};
const withdrawing: Evolve = (state, fact) => ({ ...state, status: 'withdrawing', ...saidWhy(fact) });
const withdrawn: Evolve = ({ acceptanceClock: _, ...state }, fact) => ({
  ...state,
  status: 'withdrawn',
  ...saidWhy(fact),
});
const humanNeeded: Evolve = (state, fact) => ({
  ...state,
  humanNeeded: [...new Set([...(state.humanNeeded ?? []), String(fact.data['reason'])])],
});
const overdue: Evolve = (state) => ({ ...state, overdue: true });
/** News of a stop or an extension may come after the day that it moves, or that it stops the clock on: then nothing was overdue. */
const clockMoved: Evolve = ({ overdue: was, ...state }, fact) => {
  const clock = fact.data['clock'] as unknown as ClockState;
  const stood = clock.stoppedBy !== undefined && clock.stoppedBy.since <= clock.dueOn;
  const isOver = was === true && !stood && clock.dueOn <= (state.clock?.dueOn ?? '');
  return { ...state, clock, ...(isOver ? { overdue: true } : {}) };
};
const same: Evolve = (state) => state;

/** Each fact of a case and what it does to the state. */
export const effects = {
  'case.drafted': receipt.drafted,
  'case.submitted': receipt.submitted,
  'case.edited': receipt.edited,
  'case.file-added': receipt.fileAdded,
  'case.correction-requested': receipt.correctionRequested,
  'case.corrected': receipt.corrected,
  'case.accepted': receipt.accepted,
  'case.not-accepted': receipt.notAccepted,
  'case.withdrawal-asked': withdrawing,
  'case.withdrawn': withdrawn,
  'case.closed': closed,
  'case.human-needed': humanNeeded,
  'case.overdue': overdue,
  'case.clock-moved': clockMoved,
  'case.restored': same,
  'branch.opened': branches.opened,
  'branch.skipped': branches.skipped,
  'branch.reminded': branches.reminded,
  'branch.withdrawal-asked': branches.withdrawalAsked,
  'branch.acknowledged': branches.progressed,
  'branch.progressed': branches.progressed,
  'branch.decided': branches.decided,
  'branch.withdrawn': branches.withdrawn,
  'branch.already-decided': same,
} as const satisfies Readonly<Record<string, Evolve>>;

/** The names of the facts of a case. */
export type FactType = keyof typeof effects;

/** What a fact makes of the state; a fact of a later version changes nothing. */
export const evolve: Evolve = (state, fact) =>
  Object.hasOwn(effects, fact.type) ? effects[fact.type as FactType](state, fact) : state;

import { type Refusal, refuse } from '@yimen/kernel';
import type { CommandOf } from '../command.ts';
import { consequences } from '../graph.ts';
import { type CaseRules, clockOf, overAt, signedBy } from '../limits.ts';
import type { CaseState } from '../state.ts';
import type { Unfolding } from './unfolding.ts';

/** 受理: the decision clock starts and every branch that waits for nobody opens. */
export const accept = (rules: CaseRules, unfolding: Unfolding, today: string): undefined => {
  const { plan } = unfolding.state();
  if (!plan) throw new TypeError('A case without a plan cannot be accepted.');
  const act = { ...signedBy(plan.acceptance), on: today };
  unfolding.add('case.accepted', { ...act, ...decisionClock(rules, plan.days, today) }, { law: '行政许可法 32(1)(5)' });
  openBranches(unfolding);
};

/** 视为受理: nobody answered within the limit, so the case counts as accepted from the day it was received. */
export const acceptByLaw = (rules: CaseRules, unfolding: Unfolding): undefined => {
  const { plan, receivedOn } = unfolding.state();
  if (!plan || !receivedOn) throw new TypeError('A case that was never received cannot be accepted by law.');
  const act = { by: 'law', organ: plan.acceptance.organ, on: receivedOn };
  unfolding.add(
    'case.accepted',
    { ...act, ...decisionClock(rules, plan.days, receivedOn) },
    { law: '行政许可法 32(1)(4)' },
  );
  openBranches(unfolding);
};

const decisionClock = (rules: CaseRules, days: number, from: string) =>
  days > 0 ? { clock: clockOf(rules, from, days) } : {};

const openBranches = (unfolding: Unfolding): void => {
  const { open } = consequences(unfolding.state().branches);
  for (const branch of open) unfolding.add('branch.opened', { branch });
};

/** The limit to answer in is over: only the law can accept now. */
export const limitPassed = ({ acceptanceClock }: CaseState, at: string): boolean =>
  acceptanceClock !== undefined && at >= overAt(acceptanceClock);

/** 补正告知: everything that is missing, once; the acceptance clock stands until it is there. */
export const requestCorrection = (
  unfolding: Unfolding,
  { lacks, at }: CommandOf<'request-correction'>,
  today: string,
): Refusal | undefined => {
  if (limitPassed(unfolding.state(), at)) return late();
  const notice = { askedOn: today, lacks };
  unfolding.add('case.correction-requested', notice, { law: '行政许可法 32(1)(4)', seals: true, edits: true });
  return undefined;
};

/** 不予受理, in writing, with the law and the remedies. */
export const refuseCase = (unfolding: Unfolding, { law, at }: CommandOf<'refuse'>): Refusal | undefined => {
  if (limitPassed(unfolding.state(), at)) return late();
  unfolding.add('case.not-accepted', { law }, { law, seals: true, edits: true });
  return undefined;
};

const late = (): Refusal =>
  refuse('acceptance-limit-passed', 'Nobody answered in time, so the case counts as accepted by law.');

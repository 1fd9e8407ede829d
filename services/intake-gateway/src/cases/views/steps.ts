import { stepsFor } from '@yimen/case-file';
import type { Relation } from '../../callers/relations.ts';
import { limitPassed } from '../decide/acceptance.ts';
import { doneOf } from '../decide/decide.ts';
import { flow, humanSteps } from '../flow.ts';
import type { CaseState } from '../state.ts';

/** The steps that somebody of these relations may take now, from the same table that decides. */
export const showSteps = (id: string, state: CaseState, relations: readonly Relation[], at: string) => {
  const allowed = stepsFor(flow, state.status, relations, doneOf(state));
  const late = limitPassed(state, at);
  return humanSteps
    .filter((step) => allowed.includes(step) && !(late && (step === 'request-correction' || step === 'refuse')))
    .map((step) => {
      const law = flow[state.status][step]?.law;
      const href = step === 'edit' ? `/cases/${id}` : `/cases/${id}/${step}`;
      return { step, href, ...(law === undefined ? {} : { law }) };
    });
};

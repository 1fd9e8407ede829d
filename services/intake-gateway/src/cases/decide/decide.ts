import { edgeFor, type Fact } from '@yimen/case-file';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { toLocalDate } from '@yimen/working-days';
import { relationsOf } from '../../callers/relations.ts';
import type { CaseCommand } from '../command.ts';
import { flow } from '../flow.ts';
import type { CaseRules } from '../limits.ts';
import type { CaseState } from '../state.ts';
import { accept, acceptByLaw, limitPassed, refuseCase, requestCorrection } from './acceptance.ts';
import { noteProgress, takeAlreadyDecided, takeDecision, takeWithdrawal } from './branches.ts';
import { attach, correct, edit, file, submit } from './receipt.ts';
import { noteRestore } from './restored.ts';
import { type Unfolding, unfold } from './unfolding.ts';
import { wake } from './wake.ts';
import { withdraw } from './withdrawal.ts';

/** What a command means to a case. Pure: the moment, the asker and what was derived arrive inside the command. */
export const createDecide =
  (rules: CaseRules) =>
  (state: CaseState, command: CaseCommand): readonly Fact[] | Refusal => {
    const today = toLocalDate(command.at);
    const unfolding = unfold(state, command);
    const no =
      command.step === 'file'
        ? file(rules, unfolding, command, today)
        : (barred(state, command, today) ?? take(rules, unfolding, command, today));
    return no ?? unfolding.facts;
  };

/** Steps that were taken and may be taken once only. */
export const doneOf = ({ correction }: CaseState): readonly string[] => (correction ? ['request-correction'] : []);

/** Why the asker cannot take this step now; a case out of one's scope does not exist for one. */
const barred = (state: CaseState, command: CaseCommand, today: string): Refusal | undefined => {
  const relations = relationsOf(command.asker, state, today);
  if (relations.length === 0) return refuse('not-found', 'There is no such case.');
  const edge = edgeFor(flow, state.status, command.step, relations, doneOf(state));
  return isRefusal(edge) ? edge : undefined;
};

const take = (
  rules: CaseRules,
  unfolding: Unfolding,
  command: Exclude<CaseCommand, { step: 'file' }>,
  today: string,
): Refusal | undefined => {
  switch (command.step) {
    case 'edit':
      return edit(unfolding, command);
    case 'attach':
      return attach(unfolding, command);
    case 'submit':
      return submit(rules, unfolding, command, today);
    case 'correct':
      return correct(rules, unfolding, command, today);
    case 'accept':
      return limitPassed(unfolding.state(), command.at)
        ? acceptByLaw(rules, unfolding)
        : accept(rules, unfolding, today);
    case 'request-correction':
      return requestCorrection(unfolding, command, today);
    case 'refuse':
      return refuseCase(unfolding, command);
    case 'withdraw':
      return withdraw(unfolding);
    case 'restored':
      return noteRestore(unfolding, command);
    case 'wake':
      return wake(rules, unfolding, command.at);
    case 'branch-acknowledged':
    case 'branch-progressed':
      return noteProgress(rules, unfolding, command, toldOn(command, today));
    case 'branch-decided':
      return takeDecision(rules, unfolding, command, toldOn(command, today));
    case 'branch-withdrawn':
      return takeWithdrawal(rules, unfolding, command, toldOn(command, today));
    case 'branch-already-decided':
      return takeAlreadyDecided(unfolding, command);
  }
};

/** The day on which a department said something: it may be heard later, and the law's days are those of the acts. */
const toldOn = ({ toldOn: day }: CaseCommand, today: string): string =>
  day !== undefined && day < today ? day : today;

import { stepsFor } from '@yimen/case-file';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { type Days, isStopped } from './clock.ts';
import type { Claims } from './commands.ts';
import { flow, OFFICER_STEPS, type OfficerStepName } from './flow.ts';
import { relationsOf } from './relations.ts';
import { type Dossier, isLastLevel } from './state.ts';
import { extended, resumed, stopped } from './stops.ts';

/** Who would take a step, and on which day. */
export interface Taking {
  readonly subject: string;
  readonly today: string;
}

type Blocked = (dossier: Dossier, taking: Taking, days: Days) => Refusal | undefined;

const refusalIn = (outcome: object): Refusal | undefined => (isRefusal(outcome) ? outcome : undefined);

const actedBefore = ({ completed }: Dossier, { subject }: Taking): Refusal | undefined =>
  completed.some((level) => level.subject === subject)
    ? refuse('same-subject', 'Whoever completed one level cannot act on another.')
    : undefined;

const withdrawalAsked = ({ withdrawing }: Dossier): Refusal | undefined =>
  withdrawing ? refuse('withdrawal-asked', 'The applicant has asked to withdraw.') : undefined;

/** What stands against acting on the level that waits. */
const levelBlocked = (dossier: Dossier, taking: Taking): Refusal | undefined => {
  const before = actedBefore(dossier, taking) ?? withdrawalAsked(dossier);
  if (before) return before;
  if (dossier.claimed && dossier.claimed.subject !== taking.subject)
    return refuse('held-by-another', 'Another officer has it in hand; claim it first.');
  if (isStopped(dossier)) return refuse('clock-stopped', 'A procedure whose time does not count is still under way.');
  return undefined;
};

/** A grant that rests on a system's word needs that word. */
const unanswered = ({ handling, exchanges }: Dossier): Refusal | undefined => {
  if (handling?.exchange?.when !== 'opened' || exchanges.some(({ status }) => status === 'accepted')) return undefined;
  const { system } = handling.exchange;
  return refuse('exchange-not-accepted', `${system} has not confirmed it yet.`, { system });
};

const table: Readonly<Record<OfficerStepName, Blocked>> = {
  claim: (dossier, taking) => actedBefore(dossier, taking) ?? withdrawalAsked(dossier),
  approve: (dossier, taking) =>
    levelBlocked(dossier, taking) ?? (isLastLevel(dossier) ? unanswered(dossier) : undefined),
  refuse: levelBlocked,
  'send-back': (dossier, taking) =>
    levelBlocked(dossier, taking) ??
    (dossier.completed.length === 0 ? refuse('first-level', 'There is no level before this one.') : undefined),
  'stop-clock': (dossier, { today }) => refusalIn(stopped(dossier, { on: today, procedure: '' })),
  'resume-clock': (dossier, { today }) => refusalIn(resumed(dossier, { on: today })),
  extend: (dossier, { today }, days) => refusalIn(extended(dossier, { on: today, added: 1 }, days)),
  'settle-exchange': ({ exchanges }) =>
    exchanges.some(({ status }) => status === 'needs-review')
      ? undefined
      : refuse('exchange-not-open', 'No exchange waits for a human.'),
};

/** What stands against a step of somebody whose step it is: one table for who decides and for who shows the steps. */
export const blocked = (dossier: Dossier, step: OfficerStepName, taking: Taking, days: Days): Refusal | undefined =>
  table[step](dossier, taking, days);

/** The steps that an officer may take now: each of them would be taken. */
export const offered = (dossier: Dossier, claims: Claims, taking: Taking, days: Days): readonly OfficerStepName[] => {
  const possible = stepsFor(flow, dossier.status, relationsOf(dossier, claims));
  return OFFICER_STEPS.filter((step) => possible.includes(step) && !blocked(dossier, step, taking, days));
};

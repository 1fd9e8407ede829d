import { edgeFor, type Fact } from '@yimen/case-file';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { startClock } from '@yimen/working-days';
import { beginClock, dayOf, viewOf } from './clock.ts';
import type { DossierCommand, OfficerStep, Open, Withdraw } from './commands.ts';
import { cancel, type ExchangeParts, moveExchange, settleExchange, systemProgress, withdraw } from './exchanges.ts';
import { fact } from './facts.ts';
import { flow, type Relation } from './flow.ts';
import { approve, claim, refuseDossier, sendBack, wantFact } from './levels.ts';
import { blocked } from './offered.ts';
import { hindrance, isInSight, noSuchDossier, relationsOf } from './relations.ts';
import { openedAgain, restored } from './restored.ts';
import { type Dossier, START } from './state.ts';
import { extend, resumeClock, stopClock, wake } from './stops.ts';
import { holderOf } from './told.ts';

/** What a command means for a dossier. Pure: clocks, claims and answers arrive inside the command. */
export const createDecide =
  (parts: ExchangeParts) =>
  (dossier: Dossier, command: DossierCommand): readonly Fact[] | Refusal => {
    if ('claims' in command && !isInSight(dossier, command.claims)) return noSuchDossier();
    const edge = edgeFor(flow, dossier.status, command.step, relationsTo(dossier, command));
    if (isRefusal(edge)) return explain(dossier, command) ?? edge;
    switch (command.step) {
      case 'open':
        if (dossier.status === 'tombstone') return [];
        return dossier.status === 'new' ? open(command, parts) : openedAgain(dossier, command.at, parts.days);
      case 'restored':
        return restored(dossier, command, parts);
      case 'withdraw':
        return answerWithdrawal(dossier, command, parts);
      case 'exchange':
        return moveExchange(dossier, command, parts);
      case 'milestone':
        return systemProgress(dossier, command, parts);
      case 'wake':
        return wake(dossier, command, parts.days);
      default:
        return officerStep(dossier, command, parts);
    }
  };

const relationsTo = (dossier: Dossier, command: DossierCommand): readonly Relation[] => {
  if ('claims' in command) return relationsOf(dossier, command.claims);
  if (command.step === 'wake') return ['clock'];
  return command.step === 'open' || command.step === 'withdraw' ? ['gateway'] : ['system'];
};

/** Says more clearly why an officer cannot act, when the step itself is possible. */
const explain = (dossier: Dossier, command: DossierCommand): Refusal | undefined =>
  'claims' in command && flow[dossier.status][command.step] ? hindrance(dossier, command.claims) : undefined;

const officerStep = (dossier: Dossier, command: OfficerStep, parts: ExchangeParts): readonly Fact[] | Refusal => {
  const { handling } = dossier;
  const taking = { subject: command.actor.subject, today: dayOf(command.at) };
  const stands = blocked(dossier, command.step, taking, parts.days);
  if (!handling || stands) return stands ?? refuse('step-not-allowed', 'It has not been opened.');
  switch (command.step) {
    case 'claim':
      return claim(dossier, command);
    case 'approve':
      return approve(dossier, handling, command, parts);
    case 'refuse':
      return [...cancel(dossier.exchanges, command.at, parts), ...refuseDossier(dossier, command, parts.days)];
    case 'send-back':
      return sendBack(dossier, command, parts.days);
    case 'stop-clock':
      return stopClock(dossier, command, parts.days);
    case 'resume-clock':
      return resumeClock(dossier, command, parts.days);
    case 'extend':
      return extend(dossier, command, parts.days);
    case 'settle-exchange':
      return settleExchange(dossier, command, parts);
  }
};

const open = (command: Open, parts: ExchangeParts): readonly Fact[] => {
  const { days } = parts;
  const { opening, handling, promisedDays, at } = command;
  const openedOn = dayOf(at);
  const startedOn = dayZero(command);
  const clock = promisedDays > 0 ? startClock({ startedOn, days: promisedDays, basis: handling.law }) : undefined;
  const moved = clock && beginClock(clock, at, days);
  const { caseId, branch } = opening;
  const after: Dossier = {
    ...START,
    status: 'open',
    caseId,
    branch,
    opening,
    handling,
    startedOn,
    ...(clock ? { clock } : {}),
  };
  const opened = fact(
    'dossier.opened',
    {
      told: { caseId, branch, holder: holderOf(after), clock: viewOf(after, openedOn, days) },
      kept: {
        ...(moved ? { moved } : {}),
        startedOn,
        dueOn: moved?.dueOn ?? startedOn,
        opening,
        handling,
        openedOn,
        personal: command.personal,
      },
    },
    { edits: true, law: '行政许可法 34', ...(command.personal ? { seals: true } : {}) },
  );
  if (handling.exchange?.when !== 'opened') return [opened];
  const { exchangeKey: key, systemAt } = command;
  return [opened, wantFact(after, { system: handling.exchange.system, key, systemAt }, parts)];
};

/**
 * The acceptance, or the day on which a branch that had to wait for others could begin. What is accepted by law counts
 * from its receipt, although its branches are opened days later. An older gateway does not say who waited: then the
 * outputs of others do, and nothing but what the law accepts is opened long after its acceptance without waiting.
 */
const dayZero = ({ opening, begunOn }: Open): string => {
  const { acceptedOn, accepted, outputs } = opening;
  const waited = opening.waited === true || outputs.length > 0 || accepted.by !== 'law';
  return waited && begunOn > acceptedOn ? begunOn : acceptedOn;
};

const answerWithdrawal = (dossier: Dossier, command: Withdraw, parts: ExchangeParts): readonly Fact[] => {
  const { caseId, branch, systemAt } = command;
  if (dossier.decision) {
    const { outcome } = dossier.decision;
    return [fact('dossier.already-decided', { told: { caseId, branch, outcome }, kept: {} })];
  }
  if (dossier.status === 'open' || dossier.status === 'submitting') return withdraw(dossier, systemAt, parts);
  return [fact('dossier.withdrawn', { told: { caseId, branch }, kept: { opened: dossier.status === 'withdrawn' } })];
};

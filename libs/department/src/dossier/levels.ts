import type { Fact } from '@yimen/case-file';
import { type Refusal, refuse } from '@yimen/kernel';
import { type Days, dayOf } from './clock.ts';
import type { OfficerStep } from './commands.ts';
import { fact } from './facts.ts';
import { type Doubting, wanted } from './restored.ts';
import { type CompletedLevel, type Dossier, type GivenOutput, type Handling, isLastLevel, levelOf } from './state.ts';
import { milestoneOf, officerOf, outputsOf, tellDecision, tellMilestone } from './told.ts';

type Of<Step extends OfficerStep['step']> = Extract<OfficerStep, { step: Step }>;

/** Completes the level that waits; the last one grants, or sends the submission out. */
export const approve = (
  dossier: Dossier,
  handling: Handling,
  command: Of<'approve'>,
  parts: Doubting & { readonly days: Days },
): readonly Fact[] | Refusal => {
  const { days } = parts;
  const level = levelOf(dossier);
  if (!level) return refuse('step-not-allowed', 'No level waits.');
  const last = isLastLevel(dossier);
  const wrong = wrongOutput(handling, command.outputs, last);
  if (wrong) return wrong;

  const completed: CompletedLevel = {
    subject: command.actor.subject,
    at: command.at,
    ...(command.actor.name === undefined ? {} : { name: command.actor.name }),
  };
  if (last && handling.exchange?.when !== 'approved')
    return [grantByOfficer(dossier, completed, command.outputs, command.at, days)];

  const { claimed: _claimed, ...unclaimed } = dossier;
  const after: Dossier = {
    ...unclaimed,
    status: last ? 'submitting' : 'open',
    completed: [...dossier.completed, completed],
  };
  const told = tellMilestone(after, milestoneOf(level), command.at, days);
  const stepDone = fact(
    'level.completed',
    { told, kept: { completed, given: command.outputs, last } },
    { edits: true, seals: true, law: LEVEL },
  );
  if (!last || !handling.exchange) return [stepDone];
  const { exchangeKey: key, systemAt } = command;
  return [stepDone, wantFact(dossier, { system: handling.exchange.system, key, systemAt }, parts)];
};

const LEVEL = '行政许可法 34';

/** The fact that a submission must go out. */
export const wantFact = (dossier: Dossier, submission: Parameters<typeof wanted>[1], doubting: Doubting): Fact =>
  fact('exchange.moved', { kept: { exchange: wanted(dossier, submission, doubting) } });

const wrongOutput = (handling: Handling, outputs: readonly GivenOutput[], last: boolean): Refusal | undefined => {
  if (outputs.length > 0 && !last)
    return refuse('output-too-early', 'Documents are numbered with the last level.', { pointer: '/outputs' });
  const unknown = outputs.findIndex(({ code }) => !handling.outputs.some((output) => output.code === code));
  if (unknown < 0) return undefined;
  return refuse('output-unknown', 'The item has no such result.', { pointer: `/outputs/${unknown}/code` });
};

const grantByOfficer = (
  dossier: Dossier,
  completed: CompletedLevel,
  given: readonly GivenOutput[],
  at: string,
  days: Days,
): Fact => {
  const outputs = outputsOf(dossier, given, at);
  const decision = { outcome: 'granted', on: dayOf(at), by: officerOf(dossier, completed), outputs } as const;
  const told = tellDecision(dossier, decision, days);
  return fact(
    'dossier.decided',
    { told, kept: { decision, completed, given } },
    { edits: true, seals: true, law: '行政许可法 38(1)' },
  );
};

/** Refuses by a law, with reason and remedies beside it; a submission that has not gone out is cancelled by the caller. */
export const refuseDossier = (dossier: Dossier, command: Of<'refuse'>, days: Days): readonly Fact[] => {
  const level = levelOf(dossier);
  const { actor, law } = command;
  const decision = {
    outcome: 'refused',
    on: dayOf(command.at),
    by: {
      department: dossier.handling?.department ?? '',
      ...(level ? { role: level.role } : {}),
      ...(actor.name === undefined ? {} : { name: actor.name }),
    },
    law,
    outputs: [],
  } as const;
  const told = tellDecision(dossier, decision, days);
  return [fact('dossier.decided', { told, kept: { decision } }, { edits: true, seals: true, law })];
};

/** Takes a dossier in hand; whoever claims later takes it over. */
export const claim = (dossier: Dossier, { actor }: Of<'claim'>): readonly Fact[] => {
  if (dossier.claimed?.subject === actor.subject) return [];
  const kept = { subject: actor.subject, ...(actor.name === undefined ? {} : { name: actor.name }) };
  return [fact('dossier.claimed', { kept }, { edits: true })];
};

/** Returns the dossier to the level before. */
export const sendBack = (dossier: Dossier, command: Of<'send-back'>, days: Days): readonly Fact[] => {
  const { claimed: _claimed, ...unclaimed } = dossier;
  const after: Dossier = { ...unclaimed, completed: dossier.completed.slice(0, -1) };
  const told = tellMilestone(after, 'sent-back', command.at, days);
  return [fact('level.sent-back', { told, kept: {} }, { edits: true, seals: true })];
};

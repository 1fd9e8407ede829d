import type { JsonObject } from '@yimen/kernel';
import { type Days, dayOf, viewOf } from './clock.ts';
import type { ToldDecision, ToldMilestone } from './facts.ts';
import {
  type CompletedLevel,
  type Decision,
  type Dossier,
  type GivenOutput,
  type Holder,
  type IssuedOutput,
  type Level,
  levelOf,
  type Milestone,
  type Text,
} from './state.ts';

/** What a refusal says to people when the law gives them a way on: 行政复议法 20, 行政诉讼法 46. */
const REMEDIES: Text = {
  zh: '如不服本决定，可以自收到决定书之日起六十日内向本级人民政府申请行政复议，或者在六个月内依法向人民法院提起行政诉讼。',
  en: 'Against this decision you may apply for administrative reconsideration within sixty days of receiving it, or bring an administrative action before the people’s court within six months.',
};

/** What a refusal says, by the places it belongs to: the officer's words, or the text for the system's code, and the way on. */
export const refusalWords = ({ reason }: Decision, personal: JsonObject): JsonObject => ({
  '/reason': personal['/reason'] ?? reason ?? '',
  '/remedies': personal['/remedies'] ?? REMEDIES,
});

/** The milestone that completing a level is. */
export const milestoneOf = (level: Level): Milestone =>
  level.role === 'reviewer' ? 'reviewed' : level.role === 'approver' ? 'approved' : 'handled';

/** Who has a dossier in its present state. */
export const holderOf = (dossier: Dossier): Holder => {
  const department = dossier.handling?.department ?? '';
  const level = levelOf(dossier);
  if (level) {
    const name = dossier.claimed?.name;
    return { department, role: level.role, ...(name === undefined ? {} : { name }) };
  }
  const system = dossier.handling?.exchange?.system;
  return { department, ...(system === undefined ? {} : { system }) };
};

/** What a milestone tells: the dossier as it is after it. */
export const tellMilestone = (
  after: Dossier,
  milestone: Milestone,
  at: string,
  days: Days,
  title?: string,
): ToldMilestone => ({
  caseId: after.caseId ?? '',
  branch: after.branch ?? '',
  milestone,
  holder: holderOf(after),
  clock: viewOf(after, dayOf(at), days),
  ...(title === undefined ? {} : { title }),
});

/** What a decision tells. */
export const tellDecision = (
  { caseId = '', branch = '', ...dossier }: Dossier,
  { outcome, on, by, law, outputs }: Decision,
  days: Days,
): ToldDecision => ({
  caseId,
  branch,
  outcome,
  decidedOn: on,
  decidedBy: by,
  outputs,
  clock: viewOf(dossier, on, days),
  ...(law === undefined ? {} : { law }),
});

/** What a grant brings forth: each declared output, with the number and facts that were given for it. */
export const outputsOf = (dossier: Dossier, given: readonly GivenOutput[], at: string): readonly IssuedOutput[] =>
  (dossier.handling?.outputs ?? []).map(({ code, name }) => {
    const facts = given.find((one) => one.code === code);
    return {
      branch: dossier.branch ?? '',
      code,
      name,
      issuedOn: dayOf(at),
      ...(facts?.number === undefined ? {} : { number: facts.number }),
      ...(facts?.data === undefined ? {} : { data: facts.data }),
    };
  });

/** Whoever completed the last level, as the decision names them. */
export const officerOf = (dossier: Dossier, completed: CompletedLevel | undefined): Holder => {
  const level = dossier.handling?.levels[dossier.handling.levels.length - 1];
  return {
    department: dossier.handling?.department ?? '',
    ...(level ? { role: level.role } : {}),
    ...(completed?.name === undefined ? {} : { name: completed.name }),
  };
};

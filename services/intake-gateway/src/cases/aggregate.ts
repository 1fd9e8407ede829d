import type { Address, Aggregate, RecordedFact } from '@yimen/case-file';
import { branchesTopic, casesTopic } from '@yimen/contracts';
import type { JsonObject } from '@yimen/kernel';
import { acceptanceKey } from '../callers/relations.ts';
import type { CaseCommand } from './command.ts';
import { createDecide } from './decide/decide.ts';
import { wakeAtOf } from './decide/wake.ts';
import { evolve } from './evolve/evolve.ts';
import { decisions } from './flow.ts';
import type { CaseRules } from './limits.ts';
import { type CaseState, dossierIdOf } from './state.ts';

/** Facts that are broadcast for supervision, notices and reports. */
const BROADCAST: ReadonlySet<string> = new Set([
  'case.submitted',
  'case.correction-requested',
  'case.accepted',
  'case.not-accepted',
  'case.withdrawn',
  'case.closed',
  'case.human-needed',
  'case.overdue',
]);

/** The case: what the applicant filed, with one branch per item. */
export const createCaseAggregate = (rules: CaseRules): Aggregate<CaseState & JsonObject, CaseCommand> => ({
  name: 'case',
  schemaVersion: 1,
  start: { status: 'new', branches: [] } satisfies CaseState as CaseState & JsonObject,
  decide: createDecide(rules),
  evolve: (state, fact) => evolve(state, fact) as CaseState & JsonObject,
  addresses,
  scalars,
  wakeAt: (state) => wakeAtOf(rules, state),
  answer,
  decisions,
});

const addresses = (fact: RecordedFact, state: CaseState): readonly Address[] => {
  if (BROADCAST.has(fact.type)) return [{ topic: casesTopic, target: casesTopic }];
  if (fact.type !== 'branch.opened' && fact.type !== 'branch.withdrawal-asked') return [];
  return state.branches
    .filter(({ key }) => key === fact.data['branch'])
    .map(({ key, domain }) => ({ topic: branchesTopic(domain), target: dossierIdOf(state.id ?? '', key) }));
};

const scalars = (state: CaseState): JsonObject => {
  const { status, number, plan, division, window, filing, receiver, filedAt, clock } = state;
  const waits = status === 'submitted' && plan ? acceptanceKey(plan.acceptance) : undefined;
  return compact({
    status,
    number,
    item: plan?.code,
    division,
    window,
    at: filedAt,
    applicant: filing?.applicant,
    receiver,
    accept: waits,
    dueOn: clock?.dueOn,
    idNumber: filing?.blind.idNumber,
    name: filing?.blind.name,
  });
};

const answer = (state: CaseState): JsonObject => {
  const { id, status, number, receivedOn, acceptanceClock, accepted, clock, outcome } = state;
  return compact({
    id,
    status,
    number,
    receivedOn,
    acceptanceDueOn: acceptanceClock?.dueOn,
    acceptedOn: accepted?.on,
    dueOn: clock?.dueOn,
    provisional: clock?.provisional,
    outcome,
  });
};

const compact = (fields: Readonly<Record<string, string | number | boolean | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));

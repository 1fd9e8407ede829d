import type { Entry, Found } from '@yimen/case-file';
import type { components } from '@yimen/contracts/intake-gateway';
import type { JsonObject } from '@yimen/kernel';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { CaseOutcome, CaseState, ClockState } from '../state.ts';
import { heldBranches, releasedBranches } from './results.ts';

type Schemas = components['schemas'];

/** Parts of the state that a row of a list needs. */
export const ROW_FIELDS = ['status', 'number', 'plan', 'division', 'filedAt', 'clock', 'overdue', 'outcome'] as const;

/** A row of a list; nothing personal. */
export const showRow = ({ id, state }: Pick<Found, 'id' | 'state'>, catalogue: Catalogue): Schemas['CaseRow'] => {
  const { status, number, plan, division, filedAt, clock, overdue, outcome } = state as unknown as CaseState;
  const name = plan && catalogue.find(plan.code, plan.version)?.name;
  return {
    id,
    status: status as Schemas['Status'],
    item: plan?.code ?? '',
    division: division ?? '',
    filedAt: filedAt ?? '',
    ...(number === undefined ? {} : { number }),
    ...(outcome === undefined ? {} : { outcome: outcome as CaseOutcome }),
    ...(name ? { name } : {}),
    ...(clock ? showDue(clock) : {}),
    ...(overdue ? { overdue } : {}),
  };
};

const showDue = ({ dueOn, stoppedBy }: ClockState) => ({ dueOn, ...(stoppedBy ? { stoppedBy } : {}) });

/** The results that may be handed over now. */
export const showResults = (id: string, state: CaseState): Schemas['Results'] => ({
  id,
  status: state.status as Schemas['Status'],
  ...(state.number === undefined ? {} : { number: state.number }),
  ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
  results: releasedBranches(state).flatMap(({ outputs = [] }) => outputs) as unknown as Schemas['ResultShown'][],
  heldBack: [...heldBranches(state)],
});

/** Progress for whoever knows number and password; nothing personal. */
export const showTracking = (state: CaseState, catalogue: Catalogue): Schemas['Progress'] => {
  const { plan, number, status, outcome, receivedOn, accepted, clock, branches } = state;
  const nameOf = (code: string, version: number) => catalogue.find(code, version)?.name ?? { zh: code, en: code };
  return {
    number: number ?? '',
    status: status as Schemas['Status'],
    item: nameOf(plan?.code ?? '-', plan?.version ?? 1),
    ...(outcome === undefined ? {} : { outcome }),
    ...(receivedOn === undefined ? {} : { receivedOn }),
    ...(accepted ? { acceptedOn: accepted.on } : {}),
    ...(clock ? { ...showDue(clock), provisional: clock.provisional } : {}),
    branches: branches.map((branch) => ({
      name: nameOf(branch.item.code, branch.item.version),
      department: branch.department as Schemas['Progress']['branches'][number]['department'],
      status: branch.status,
      ...(branch.clock ? showDue(branch.clock) : {}),
    })),
  };
};

/** One line of the timeline. An applicant is never named, an officer is. */
export const showEntry = ({ n, type, at, by, law, data, hash }: Entry): Schemas['TimelineEntry'] => {
  const branch = (data as JsonObject)['branch'];
  return {
    n,
    type,
    at,
    by: {
      kind: by.kind,
      ...(by.role === undefined ? {} : { role: by.role }),
      ...(by.department === undefined ? {} : { department: by.department }),
      ...(by.kind !== 'officer' || by.name === undefined ? {} : { name: by.name }),
    },
    ...(law === undefined ? {} : { law }),
    ...(typeof branch === 'string' ? { branch } : {}),
    hash,
  };
};

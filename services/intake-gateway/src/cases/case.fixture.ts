import { isRefusal, type JsonObject } from '@yimen/kernel';
import { nationalCalendar } from '@yimen/working-days';
import type { Asker } from '../callers/relations.ts';
import { createCaseAggregate } from './aggregate.ts';
import type { CaseCommand } from './command.ts';
import type { CaseRules } from './limits.ts';
import type { CaseState, ClockState, Filing, Plan, PlannedBranch } from './state.ts';
import type { Order } from './steps.ts';

/** Monday 2026-03-02, 10:00 in Shanghai. */
export const MORNING = '2026-03-02T02:00:00.000Z';

const rules: CaseRules = { calendar: nationalCalendar, resendAfterMs: 300_000 };
export const aggregate = createCaseAggregate(rules);

const nobody = { roles: [], division: '', outsourced: false, centre: false };

/** Who may ask. */
export const askers = {
  citizen: { ...nobody, kind: 'citizen', subject: 'citizen' },
  stranger: { ...nobody, kind: 'citizen', subject: 'stranger' },
  clerk: {
    ...nobody,
    kind: 'officer',
    subject: 'clerk',
    roles: ['window-clerk'],
    division: '440604',
    outsourced: true,
  },
  centre: { ...nobody, kind: 'officer', subject: 'centre', roles: ['window-clerk'], division: '440604', centre: true },
  lead: {
    ...nobody,
    kind: 'officer',
    subject: 'lead',
    roles: ['handler'],
    division: '440604',
    department: 'market-regulation',
  },
  elsewhere: {
    ...nobody,
    kind: 'officer',
    subject: 'elsewhere',
    roles: ['window-clerk'],
    division: '440605',
    centre: true,
  },
  system: { ...nobody, kind: 'system', subject: 'system' },
  branch: { ...nobody, kind: 'branch', subject: 'dossier', service: 'social-security' },
} as const satisfies Record<string, Asker>;

const single: readonly PlannedBranch[] = [
  {
    key: 'permit',
    item: { code: 'permit', version: 1 },
    domain: 'social-security',
    department: 'human-resources',
    after: [],
  },
];

/** A plan; whatever a test needs different is given. */
export const plan = (differing: Partial<Plan> = {}): Plan => ({
  kind: 'item',
  code: 'permit',
  version: 1,
  acceptance: {
    by: 'centre',
    department: 'human-resources',
    organ: '人社局',
    deed: '1号',
    from: '2026-01-01',
    to: '2026-12-31',
  },
  days: 10,
  law: '行政许可法 42',
  branches: single,
  released: [],
  ...differing,
});

export const filing: Filing = {
  form: { purpose: '开店' },
  derived: { applicantKind: 'person', age: 30 },
  materials: [],
  blind: { idNumber: 'blind-id', name: 'blind-name' },
  applicant: 'citizen',
};

/** The first order of a case. */
export const fileOrder = (differing: Partial<Extract<Order, { step: 'file' }>> = {}): Order => ({
  step: 'file',
  id: 'c'.repeat(22),
  as: 'submitted',
  accept: false,
  plan: plan(),
  division: '440604',
  filing,
  number: '440604-2026-0000001-00',
  ...differing,
});

/** An order as somebody gives it at some time. */
export const commandOf = (order: Order, asker: Asker, at: string = MORNING): CaseCommand =>
  ({
    ...order,
    asker,
    actor: {
      subject: asker.subject,
      kind: asker.kind === 'officer' ? 'officer' : asker.kind === 'system' ? 'system' : 'person',
    },
    at,
  }) as CaseCommand;

type State = CaseState & JsonObject;

/** What a state says to an order: the facts and the state after them, or the reason of the refusal. */
export const ask = (state: State, order: Order, asker: Asker, at: string = MORNING) => {
  const command = commandOf(order, asker, at);
  const facts = aggregate.decide(state, command);
  if (isRefusal(facts)) return { refusal: facts.refusal, state, types: [] };
  let n = 0;
  const after = facts.reduce(
    (before, fact) => aggregate.evolve(before, { ...fact, n: ++n, at, by: command.actor }),
    state,
  );
  return { refusal: undefined, state: after, types: facts.map(({ type }) => type), facts };
};

/** The state after some orders, each of which must be taken. */
export const after = (...orders: readonly (readonly [Order, Asker, string?])[]): State => {
  let state = aggregate.start;
  for (const [order, asker, at] of orders) {
    const asked = ask(state, order, asker, at);
    if (asked.refusal) throw new Error(`${order.step} was refused: ${asked.refusal}`);
    state = asked.state;
  }
  return state;
};

const clock = { startedOn: '2026-03-02', dueOn: '2026-03-16', days: 10, provisional: false };
const holder = { department: 'human-resources' } as const;

/** What departments say. */
export const acknowledged = (branch: string): Order => ({ step: 'branch-acknowledged', branch, holder, clock });
export const progressed = (branch: string, milestone: string, moved: Partial<ClockState> = {}): Order => ({
  step: 'branch-progressed',
  branch,
  milestone,
  holder,
  clock: { ...clock, ...moved },
});
export const decided = (branch: string, outcome: 'granted' | 'refused' = 'granted'): Order => ({
  step: 'branch-decided',
  branch,
  outcome,
  decidedOn: '2026-03-02',
  decidedBy: holder,
  outputs:
    outcome === 'granted' ? [{ branch, code: 'permit', name: { zh: '证', en: 'Permit' }, issuedOn: '2026-03-02' }] : [],
  clock,
  personal: false,
});
export const branchWithdrawn = (branch: string): Order => ({ step: 'branch-withdrawn', branch });
export const alreadyDecided = (branch: string, outcome: 'granted' | 'refused'): Order => ({
  step: 'branch-already-decided',
  branch,
  outcome,
});

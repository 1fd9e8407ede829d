import type { Edge, Flow } from '@yimen/case-file';
import type { Relation } from '../callers/relations.ts';
import type { Step } from './command.ts';
import type { Status } from './state.ts';

type Move = Edge<Status, Relation>;

const parties = ['applicant', 'receiver'] as const;
const edit = (to: Status): Move => ({ to, by: parties, emits: 'case.edited' });
const attach = (to: Status): Move => ({ to, by: parties, emits: 'case.file-added' });
const giveUp: Move = { to: 'withdrawn', by: parties, emits: 'case.withdrawn' };
/** The store was set back by a restore, and others know more than the case does. */
const restored = (to: Status): Move => ({ to, by: ['system'], emits: 'case.restored' });
const news = (emits: string, ...to: readonly Status[]): Move => ({ to, by: ['branch'], emits });

/** The whole life of a case: a step absent from this table cannot happen. */
export const flow: Flow<Status, Step, Relation> = {
  new: {
    file: { to: ['draft', 'submitted', 'accepted'], by: parties, emits: 'case.submitted', law: '行政许可法 29' },
  },
  draft: {
    edit: edit('draft'),
    attach: attach('draft'),
    submit: { to: 'submitted', by: parties, emits: 'case.submitted', law: '行政许可法 29' },
    withdraw: giveUp,
    restored: restored('draft'),
  },
  submitted: {
    accept: { to: 'accepted', by: ['acceptor'], emits: 'case.accepted', law: '行政许可法 32(1)(5)' },
    'request-correction': {
      to: 'correcting',
      by: ['acceptor'],
      emits: 'case.correction-requested',
      law: '行政许可法 32(1)(4)',
      once: true,
    },
    refuse: { to: 'not-accepted', by: ['acceptor'], emits: 'case.not-accepted', law: '行政许可法 32(1)(2)' },
    withdraw: giveUp,
    wake: { to: ['submitted', 'accepted'], by: ['system'], emits: 'case.accepted', law: '行政许可法 32(1)(4)' },
    restored: restored('submitted'),
  },
  correcting: {
    edit: edit('correcting'),
    attach: attach('correcting'),
    correct: { to: 'submitted', by: parties, emits: 'case.corrected', law: '行政许可法 32(1)(5)' },
    withdraw: giveUp,
    restored: restored('correcting'),
  },
  accepted: {
    withdraw: { to: 'withdrawing', by: parties, emits: 'case.withdrawal-asked' },
    wake: { to: 'accepted', by: ['system'], emits: 'branch.reminded' },
    'branch-acknowledged': news('branch.acknowledged', 'accepted'),
    'branch-progressed': news('branch.progressed', 'accepted'),
    'branch-decided': news('branch.decided', 'accepted', 'closed'),
    'branch-withdrawn': news('branch.withdrawn', 'accepted', 'closed'),
    'branch-already-decided': news('branch.already-decided', 'accepted', 'closed'),
    restored: restored('accepted'),
  },
  withdrawing: {
    wake: { to: 'withdrawing', by: ['system'], emits: 'branch.reminded' },
    'branch-acknowledged': news('branch.acknowledged', 'withdrawing'),
    'branch-progressed': news('branch.progressed', 'withdrawing'),
    'branch-decided': news('branch.decided', 'withdrawing', 'closed'),
    'branch-withdrawn': news('branch.withdrawn', 'withdrawing', 'withdrawn', 'closed'),
    'branch-already-decided': news('branch.already-decided', 'withdrawing', 'closed'),
    restored: restored('withdrawing'),
  },
  'not-accepted': { restored: restored('not-accepted') },
  withdrawn: {
    'branch-acknowledged': news('branch.acknowledged', 'withdrawn'),
    'branch-progressed': news('branch.progressed', 'withdrawn'),
    'branch-decided': news('case.human-needed', 'withdrawn'),
    'branch-withdrawn': news('case.human-needed', 'withdrawn'),
    'branch-already-decided': news('branch.already-decided', 'withdrawn'),
    restored: restored('withdrawn'),
  },
  closed: {
    'branch-acknowledged': news('branch.acknowledged', 'closed'),
    'branch-progressed': news('branch.progressed', 'closed'),
    'branch-decided': news('case.human-needed', 'closed'),
    'branch-withdrawn': news('case.human-needed', 'closed'),
    'branch-already-decided': news('branch.already-decided', 'closed'),
    restored: restored('closed'),
  },
};

/** Steps that people take, in the order a page shows them. */
export const humanSteps = [
  'edit',
  'submit',
  'correct',
  'accept',
  'request-correction',
  'refuse',
  'withdraw',
] as const satisfies readonly Step[];

/** Acts of people that always have room, however full the history is. */
export const decisions: ReadonlySet<string> = new Set<Step>(['accept', 'refuse', 'withdraw']);

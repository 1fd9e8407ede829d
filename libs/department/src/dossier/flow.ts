import type { Edge as CaseEdge, Flow } from '@yimen/case-file';
import type { DossierStatus } from './state.ts';

/** Who may take a step: resolved inside `decide` from the caller's claims and the dossier, so that it is never stale. */
export type Relation = 'level-officer' | 'department-officer' | 'head' | 'gateway' | 'system' | 'clock';

/** The steps that officers take over HTTP. */
export const OFFICER_STEPS = [
  'claim',
  'approve',
  'refuse',
  'send-back',
  'stop-clock',
  'resume-clock',
  'extend',
  'settle-exchange',
] as const;
export type OfficerStepName = (typeof OFFICER_STEPS)[number];

/** The steps of a dossier's life. */
export type Step = OfficerStepName | 'open' | 'withdraw' | 'exchange' | 'milestone' | 'wake' | 'restored';

type Edge = CaseEdge<DossierStatus, Relation>;

const decided = ['granted', 'refused', 'withdrawn'] as const;

const alive = (status: 'open' | 'submitting') =>
  ({
    exchange: { to: [status, ...decided], by: ['system'], emits: 'exchange.moved' },
    withdraw: { to: [status, 'withdrawn'], by: ['gateway'], emits: 'dossier.withdrawn' },
    'stop-clock': { to: status, by: ['department-officer'], emits: 'clock.stopped', law: '行政许可法 45' },
    'resume-clock': { to: status, by: ['department-officer'], emits: 'clock.resumed', law: '行政许可法 45' },
    extend: { to: status, by: ['head'], emits: 'clock.extended', law: '行政许可法 42' },
    'settle-exchange': { to: [status, ...decided], by: ['department-officer'], emits: 'exchange.moved' },
    milestone: { to: status, by: ['system'], emits: 'system.milestone' },
    wake: { to: status, by: ['clock'], emits: 'clock.signalled' },
    open: { to: status, by: ['gateway'], emits: 'opening.repeated' },
    restored: { to: status, by: ['system'], emits: 'dossier.restored' },
  }) as const satisfies Readonly<Partial<Record<Step, Edge>>>;

const over = (status: 'granted' | 'refused' | 'withdrawn') =>
  ({
    exchange: { to: status, by: ['system'], emits: 'exchange.moved' },
    milestone: { to: status, by: ['system'], emits: 'system.milestone' },
    open: { to: status, by: ['gateway'], emits: 'opening.repeated' },
    restored: { to: status, by: ['system'], emits: 'dossier.restored' },
    withdraw: {
      to: status,
      by: ['gateway'],
      emits: status === 'withdrawn' ? 'dossier.withdrawn' : 'dossier.already-decided',
    },
  }) as const satisfies Readonly<Partial<Record<Step, Edge>>>;

/** The whole life of a dossier: a step absent from this table cannot happen. */
export const flow: Flow<DossierStatus, Step, Relation> = {
  new: {
    open: { to: 'open', by: ['gateway'], emits: 'dossier.opened', law: '行政许可法 34' },
    withdraw: { to: 'tombstone', by: ['gateway'], emits: 'dossier.withdrawn' },
  },
  open: {
    ...alive('open'),
    claim: { to: 'open', by: ['level-officer'], emits: 'dossier.claimed' },
    approve: {
      to: ['open', 'submitting', 'granted'],
      by: ['level-officer'],
      emits: 'level.completed',
      law: '行政许可法 38(1)',
    },
    refuse: { to: 'refused', by: ['level-officer'], emits: 'dossier.decided', law: '行政许可法 38(2)' },
    'send-back': { to: 'open', by: ['level-officer'], emits: 'level.sent-back' },
  },
  submitting: alive('submitting'),
  granted: over('granted'),
  refused: over('refused'),
  withdrawn: over('withdrawn'),
  tombstone: {
    open: { to: 'tombstone', by: ['gateway'] },
    withdraw: { to: 'tombstone', by: ['gateway'], emits: 'dossier.withdrawn' },
    restored: { to: 'tombstone', by: ['system'], emits: 'dossier.restored' },
  },
};

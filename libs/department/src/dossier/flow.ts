import type { DossierStatus } from './state.ts';

/** Who may take a step: resolved from the caller's claims and the dossier, inside `decide`. */
export type Relation = 'level-officer' | 'department-officer' | 'head' | 'gateway' | 'system' | 'clock';

/** The steps of a dossier's life. */
export type Step =
  | 'open'
  | 'withdraw'
  | 'claim'
  | 'approve'
  | 'refuse'
  | 'send-back'
  | 'stop-clock'
  | 'resume-clock'
  | 'extend'
  | 'settle-exchange'
  | 'exchange'
  | 'milestone'
  | 'wake';

/** One edge: where it leads (several when the item decides), by whom, and on what legal basis. */
export interface Edge {
  readonly to: readonly DossierStatus[];
  readonly by: readonly Relation[];
  readonly emits: readonly string[];
  readonly law?: string;
}

const decided = ['granted', 'refused'] as const;
const officers = ['level-officer'] as const;

const whileAlive = {
  'stop-clock': { by: ['department-officer'], emits: ['clock.stopped'], law: '行政许可法 45' },
  'resume-clock': { by: ['department-officer'], emits: ['clock.resumed'], law: '行政许可法 45' },
  extend: { by: ['head'], emits: ['clock.extended'], law: '行政许可法 42' },
  'settle-exchange': { by: ['department-officer'], emits: ['exchange.settled'] },
  milestone: { by: ['system'], emits: ['system.milestone'] },
  wake: { by: ['clock'], emits: ['clock.signalled'] },
} as const;

/** The whole life of a dossier: a step absent from this table cannot happen. */
export const flow: Readonly<Record<DossierStatus, Readonly<Partial<Record<Step, Edge>>>>> = {
  new: {
    open: { to: ['open'], by: ['gateway'], emits: ['dossier.opened'], law: '行政许可法 34' },
    withdraw: { to: ['tombstone'], by: ['gateway'], emits: ['dossier.withdrawn'] },
  },
  open: {
    claim: { to: ['open'], by: officers, emits: ['dossier.claimed'] },
    approve: {
      to: ['open', 'submitting', 'granted'],
      by: officers,
      emits: ['level.completed', 'dossier.decided'],
      law: '行政许可法 38(1)',
    },
    refuse: { to: ['refused'], by: officers, emits: ['dossier.decided'], law: '行政许可法 38(2)' },
    'send-back': { to: ['open'], by: officers, emits: ['level.sent-back'] },
    exchange: { to: ['open', ...decided], by: ['system'], emits: ['exchange.moved', 'dossier.decided'] },
    withdraw: { to: ['withdrawn'], by: ['gateway'], emits: ['dossier.withdrawn'], law: '行政许可法 69' },
    'stop-clock': { to: ['open'], ...whileAlive['stop-clock'] },
    'resume-clock': { to: ['open'], ...whileAlive['resume-clock'] },
    extend: { to: ['open'], ...whileAlive.extend },
    'settle-exchange': { to: ['open', ...decided], ...whileAlive['settle-exchange'] },
    milestone: { to: ['open'], ...whileAlive.milestone },
    wake: { to: ['open'], ...whileAlive.wake },
  },
  submitting: {
    exchange: { to: ['submitting', ...decided], by: ['system'], emits: ['exchange.moved', 'dossier.decided'] },
    withdraw: { to: ['submitting', 'withdrawn'], by: ['gateway'], emits: ['dossier.withdrawn', 'withdrawal.asked'] },
    'stop-clock': { to: ['submitting'], ...whileAlive['stop-clock'] },
    'resume-clock': { to: ['submitting'], ...whileAlive['resume-clock'] },
    extend: { to: ['submitting'], ...whileAlive.extend },
    'settle-exchange': { to: ['submitting', ...decided], ...whileAlive['settle-exchange'] },
    milestone: { to: ['submitting'], ...whileAlive.milestone },
    wake: { to: ['submitting'], ...whileAlive.wake },
  },
  granted: {
    withdraw: { to: ['granted'], by: ['gateway'], emits: ['dossier.already-decided'] },
    milestone: { to: ['granted'], ...whileAlive.milestone },
    exchange: { to: ['granted'], by: ['system'], emits: ['exchange.moved'] },
  },
  refused: {
    withdraw: { to: ['refused'], by: ['gateway'], emits: ['dossier.already-decided'] },
    milestone: { to: ['refused'], ...whileAlive.milestone },
    exchange: { to: ['refused'], by: ['system'], emits: ['exchange.moved'] },
  },
  withdrawn: {
    withdraw: { to: ['withdrawn'], by: ['gateway'], emits: ['dossier.withdrawn'] },
    exchange: { to: ['withdrawn'], by: ['system'], emits: ['exchange.moved'] },
    milestone: { to: ['withdrawn'], ...whileAlive.milestone },
  },
  tombstone: {
    open: { to: ['tombstone'], by: ['gateway'], emits: ['dossier.stillborn'] },
    withdraw: { to: ['tombstone'], by: ['gateway'], emits: ['dossier.withdrawn'] },
  },
};

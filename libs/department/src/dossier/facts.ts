import type { Fact, RecordedFact } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import type { ClockAlert, LegalClock } from '@yimen/working-days';
import type {
  ClockView,
  CompletedLevel,
  Decision,
  Exchange,
  GivenOutput,
  Handling,
  Holder,
  IssuedOutput,
  Milestone,
  Opening,
  SystemMilestone,
} from './state.ts';

/** A clock after something happened to it, with what lists and timers need. */
export type ClockMoved = {
  readonly clock: LegalClock;
  readonly dueOn: string;
  readonly signalled: readonly ClockAlert[];
  readonly signalAt?: string;
};

type Told = { readonly caseId: string; readonly branch: string };
/** What a milestone tells the gateway. */
export type ToldMilestone = Told & {
  readonly milestone: Milestone;
  readonly holder: Holder;
  readonly clock: ClockView;
};
/** What the opening tells the gateway. */
type ToldOpening = Told & { readonly holder: Holder; readonly clock: ClockView };
/** What a decision tells the gateway. */
export type ToldDecision = Told & {
  readonly outcome: 'granted' | 'refused';
  readonly decidedOn: string;
  readonly decidedBy: Holder;
  readonly outputs: readonly IssuedOutput[];
  readonly clock: ClockView;
  readonly law?: string;
};

/**
 * The facts of a dossier by type. `told` is the data of the message that the fact makes, but for what is sealed to the
 * gateway; `kept` is the department's own business and never leaves it. What officers wrote stands in neither.
 */
export interface DossierFacts {
  readonly 'dossier.opened': {
    readonly told: ToldOpening;
    readonly kept: {
      /** Absent for instant items. */
      readonly moved?: ClockMoved;
      readonly startedOn: string;
      readonly dueOn: string;
      readonly opening: Opening;
      readonly handling: Handling;
      readonly openedOn: string;
      readonly personal: boolean;
    };
  };
  readonly 'dossier.claimed': { readonly kept: { readonly subject: string; readonly name?: string } };
  readonly 'level.completed': {
    readonly told: ToldMilestone;
    readonly kept: {
      readonly completed: CompletedLevel;
      readonly given: readonly GivenOutput[];
      readonly last: boolean;
    };
  };
  readonly 'level.sent-back': { readonly told: ToldMilestone; readonly kept: Readonly<Record<string, never>> };
  readonly 'clock.stopped': {
    readonly told: ToldMilestone;
    readonly kept: ClockMoved;
  };
  readonly 'clock.resumed': { readonly told: ToldMilestone; readonly kept: ClockMoved };
  readonly 'clock.extended': { readonly told: ToldMilestone; readonly kept: ClockMoved };
  readonly 'clock.signalled': { readonly told: ToldMilestone; readonly kept: ClockMoved };
  /** An exchange came into being or moved; told when the applicant should see it. */
  readonly 'exchange.moved': {
    readonly told?: ToldMilestone;
    readonly kept: { readonly exchange: Exchange };
  };
  readonly 'system.milestone': {
    readonly told?: ToldMilestone;
    readonly kept: { readonly systemMilestone: SystemMilestone; readonly latest: boolean };
  };
  readonly 'dossier.decided': {
    readonly told: ToldDecision;
    readonly kept: {
      readonly decision: Decision;
      /** The exchange whose answer was the decision. */
      readonly exchange?: string;
      readonly completed?: CompletedLevel;
      readonly given?: readonly GivenOutput[];
    };
  };
  /** The store was set back to an earlier point; told to whom had heard more. */
  readonly 'dossier.restored': {
    readonly told?: ToldMilestone;
    readonly kept: { readonly epoch: number; readonly point: string; readonly forgotten: boolean };
  };
  readonly 'opening.repeated': { readonly told: ToldMilestone; readonly kept: Readonly<Record<string, never>> };
  readonly 'withdrawal.asked': { readonly kept: { readonly waitsFor: string } };
  readonly 'dossier.withdrawn': { readonly told: Told; readonly kept: { readonly opened: boolean } };
  readonly 'dossier.already-decided': {
    readonly told: Told & { readonly outcome: 'granted' | 'refused' };
    readonly kept: Readonly<Record<string, never>>;
  };
}

export type DossierFactType = keyof DossierFacts;

/** Makes a fact of its type. */
export const fact = <T extends DossierFactType>(
  type: T,
  data: DossierFacts[T],
  more: Omit<Fact, 'type' | 'data'> = {},
): Fact => ({ type, data: data as unknown as JsonObject, ...more });

/** A recorded fact with the data of its type. */
export type Recorded = {
  [T in DossierFactType]: Omit<RecordedFact, 'type' | 'data'> & { readonly type: T; readonly data: DossierFacts[T] };
}[DossierFactType];

/** The CloudEvent type that each told fact travels as. */
export const TOLD_AS: Readonly<Record<DossierFactType, string | undefined>> = {
  'dossier.opened': 'dossier.opened',
  'dossier.claimed': undefined,
  'level.completed': 'dossier.milestone',
  'level.sent-back': 'dossier.milestone',
  'clock.stopped': 'dossier.milestone',
  'clock.resumed': 'dossier.milestone',
  'clock.extended': 'dossier.milestone',
  'clock.signalled': 'dossier.milestone',
  'exchange.moved': 'dossier.milestone',
  'system.milestone': 'dossier.milestone',
  'dossier.decided': 'dossier.decided',
  'dossier.restored': 'dossier.milestone',
  'opening.repeated': 'dossier.milestone',
  'withdrawal.asked': undefined,
  'dossier.withdrawn': 'dossier.withdrawn',
  'dossier.already-decided': 'dossier.already-decided',
};

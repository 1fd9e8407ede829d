import type { Exchange as SystemExchange } from '@yimen/adapter';
import type { components } from '@yimen/contracts/events';
import type { JsonObject } from '@yimen/kernel';
import type { ClockAlert, LegalClock } from '@yimen/working-days';

/** Where a dossier stands. `new` is before its first fact; a `tombstone` was withdrawn before it was opened. */
export type DossierStatus = 'new' | 'open' | 'submitting' | 'granted' | 'refused' | 'withdrawn' | 'tombstone';

/** Ranks of officers, the lowest first: 科员, 科长, 分管副局长, 局长. */
export const RANKS = ['officer', 'section-chief', 'deputy-director', 'director'] as const;
export type Rank = (typeof RANKS)[number];

/** A text in both languages. */
export type Text = { readonly zh: string; readonly en: string };

/** One level of the decision. */
export type Level = {
  readonly role: 'handler' | 'reviewer' | 'approver' | 'specialist';
  readonly rank?: Rank;
  readonly tier?: 'front' | 'centre' | 'department';
};

/** A level that an officer has completed. */
export type CompletedLevel = {
  readonly subject: string;
  readonly at: string;
  readonly name?: string;
  /** The entry that holds the officer's opinion. */
  readonly personalAt?: number;
};

/** What of the item the dossier works by, pinned when it was opened. */
export type Handling = {
  readonly name: Text;
  readonly department: string;
  readonly organ: string;
  readonly levels: readonly Level[];
  readonly decision: 'officer' | 'system';
  readonly exchange?: { readonly system: string; readonly when: 'opened' | 'approved' };
  readonly outputs: readonly { readonly code: string; readonly name: Text }[];
  readonly law: string;
};

/** A material as the gateway listed it. */
export type Material = {
  readonly code: string;
  readonly form: 'paper' | 'electronic' | 'fact';
  readonly fileId?: string;
  readonly mediaType?: string;
  readonly bytes?: number;
  readonly sha256?: string;
};

/** A licence, a number, a code that a branch brought forth. */
export type IssuedOutput = {
  readonly branch: string;
  readonly code: string;
  readonly name: Text;
  readonly number?: string;
  readonly issuedOn: string;
  readonly data?: JsonObject;
};

/** What the gateway said when it opened the branch; nothing personal. */
export type Opening = {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly branch: string;
  readonly item: { readonly code: string; readonly version: number };
  readonly applicantKind: 'person' | 'organisation';
  readonly division: string;
  readonly receivedOn: string;
  readonly acceptedOn: string;
  readonly accepted: { readonly by: string; readonly organ: string };
  readonly jointDueOn?: string;
  /** It opened because branches before it had ended. */
  readonly waited?: boolean;
  readonly form: JsonObject;
  readonly derived: JsonObject;
  readonly materials: readonly Material[];
  readonly outputs: readonly IssuedOutput[];
};

/** The clock as messages and screens show it. */
export type ClockView = Readonly<components['schemas']['ClockView']>;

/** Who has it now. */
export type Holder = {
  readonly department: string;
  readonly role?: string;
  readonly name?: string;
  readonly system?: string;
};

/** An exchange with a legacy system as the state keeps it. */
export type Exchange = Pick<SystemExchange, keyof SystemExchange> & {
  /** The entry that holds why an officer settled it as rejected. */
  readonly personalAt?: number;
};

/** How it ended. */
export type Decision = {
  readonly outcome: 'granted' | 'refused';
  readonly on: string;
  readonly by: Holder;
  /** Of a refusal by a system: the adapter's own text for its code. */
  readonly reason?: string;
  readonly law?: string;
  /** The entry that holds what the officer wrote who refused. */
  readonly personalAt?: number;
  readonly outputs: readonly IssuedOutput[];
};

/** Numbers and facts that an officer or a system gives for an output. */
export type GivenOutput = { readonly code: string; readonly number?: string; readonly data?: JsonObject };

/** Where a system says it is, when it tells such things. */
export type SystemMilestone = { readonly code: string; readonly title: string; readonly at: string };

/** Every milestone that is told; the contract of events lists the same (a test compares). */
export const MILESTONES = [
  'handled',
  'reviewed',
  'approved',
  'sent-back',
  'submitted-to-system',
  'waiting-for-system',
  'system-answered',
  'system-progress',
  'needs-review',
  'restored',
  'clock-stopped',
  'clock-resumed',
  'extended',
  'prompt',
  'yellow',
  'red',
  'opened-before',
] as const;
export type Milestone = (typeof MILESTONES)[number];

/** A dossier's snapshot: the fold of its facts. */
export type Dossier = {
  readonly status: DossierStatus;
  readonly caseId?: string;
  readonly branch?: string;
  readonly opening?: Opening;
  readonly handling?: Handling;
  /** The entry that holds the sealed personal part. */
  readonly personalAt?: number;
  readonly openedOn?: string;
  /** Completed levels, in order; its length is the level that waits. */
  readonly completed: readonly CompletedLevel[];
  readonly claimed?: { readonly subject: string; readonly name?: string };
  /** Day 0 of the decision: the acceptance, or the opening of a branch that had to wait. */
  readonly startedOn?: string;
  /** Absent for instant items. */
  readonly clock?: LegalClock;
  /** Alerts of the clock that have been given. */
  readonly signalled?: readonly ClockAlert[];
  /** While a stop stands: the time that its procedure needs, as the applicant is told. */
  readonly expectedDays?: number;
  /** The due date as last told; kept so that lists need no calendar. */
  readonly dueOn?: string;
  /** Business instant of the clock's next signal. */
  readonly signalAt?: string;
  readonly exchanges: readonly Exchange[];
  readonly given: readonly GivenOutput[];
  readonly milestone?: Milestone;
  /** A withdrawal waits for a system's answer. */
  readonly withdrawing?: true;
  readonly systemMilestone?: SystemMilestone;
  readonly decision?: Decision;
};

/** Before the first fact. */
export const START: Dossier = { status: 'new', completed: [], exchanges: [], given: [] };

/** A rank's place in the ladder; no rank is the lowest. */
export const rankOf = (rank: Rank | undefined): number => (rank === undefined ? 0 : RANKS.indexOf(rank));

/** The level that waits for an officer, if any. */
export const levelOf = (dossier: Dossier): Level | undefined =>
  dossier.status === 'open' ? dossier.handling?.levels[dossier.completed.length] : undefined;

/** Whether the level that waits is the one that decides. */
export const isLastLevel = ({ completed, handling }: Dossier): boolean =>
  completed.length + 1 === handling?.levels.length;

/** Where the work of a level is done. */
export const tierOf = (level: Level): 'front' | 'centre' | 'department' =>
  level.tier ?? (level.role === 'specialist' ? 'centre' : 'department');

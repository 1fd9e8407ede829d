import type { Domain } from '@yimen/contracts';
import type { components } from '@yimen/contracts/events';
import type { JsonObject } from '@yimen/kernel';

/** What departments and gateway tell each other is kept as it was told. */
type Told = components['schemas'];

/** Where a case stands; `new` is the moment before it exists. */
export type Status =
  | 'new'
  | 'draft'
  | 'submitted'
  | 'correcting'
  | 'accepted'
  | 'not-accepted'
  | 'withdrawing'
  | 'withdrawn'
  | 'closed';

/** Where a branch stands, as the gateway sees it. */
export type BranchStatus =
  | 'waiting'
  | 'opened'
  | 'acknowledged'
  | 'granted'
  | 'refused'
  | 'skipped'
  | 'withdrawing'
  | 'withdrawn';

/** What a refusal of the branch before does to the one that waits for it. */
export type OnRefusal = 'continue' | 'skip-successors' | 'stop';

/** An edge of the graph: this branch waits for that one. */
export type Edge = { readonly branch: string; readonly onRefusal: OnRefusal };

/** A text in the two languages of the platform. */
type Text = { readonly zh: string; readonly en: string };

/** A branch as the pinned version of the item or package says. */
export type PlannedBranch = {
  readonly key: string;
  readonly item: { readonly code: string; readonly version: number };
  readonly domain: Domain;
  readonly department: string;
  readonly after: readonly Edge[];
};

/** Who accepts by the item, and by which deed; `department` is the organ's, or the lead's. */
export type AcceptanceRule = {
  readonly by: 'centre' | 'department' | 'lead';
  readonly department: string;
  readonly organ: string;
  readonly deed?: string;
  readonly from?: string;
  readonly to?: string;
};

/** What a case pins of the catalogue when it is filed. */
export type Plan = {
  readonly kind: 'item' | 'package';
  readonly code: string;
  readonly version: number;
  readonly acceptance: AcceptanceRule;
  /** Promised working days; 0 when decided on the spot and not timed. */
  readonly days: number;
  readonly law: string;
  readonly branches: readonly PlannedBranch[];
  readonly released: readonly (readonly string[])[];
};

/** A legal clock as the case shows it; days are Shanghai calendar days. */
export type ClockState = Readonly<Told['ClockView']>;

/** Who has a branch now. */
export type Holder = Readonly<Told['Holder']>;

/** An output of a branch: a licence, a project code. */
export type IssuedOutput = {
  readonly branch: string;
  readonly code: string;
  readonly name: Text;
  readonly number?: string;
  readonly issuedOn: string;
  readonly data?: JsonObject;
};

/** A branch of a case. */
export type BranchState = PlannedBranch & {
  readonly status: BranchStatus;
  readonly since: string;
  readonly holder?: Holder;
  readonly milestone?: string;
  readonly clock?: ClockState;
  readonly outputs?: readonly IssuedOutput[];
  readonly law?: string;
  /** Number of the entry that holds reason and remedies of a refusal. */
  readonly personal?: number;
  /** The head of the organ has extended the limit; the entry that holds why. */
  readonly extension?: { readonly personal?: number };
  /** The department was asked (to open, to withdraw) at this instant and has not answered yet. */
  readonly askedAt?: string;
  readonly reminders?: number;
};

/** A material as handed in; the note to it is sealed. */
export type HandedMaterial = {
  readonly code: string;
  readonly form: 'paper' | 'electronic' | 'fact';
  readonly fileId?: string;
  readonly copies?: number;
};

/** An uploaded file; its bytes are in GridFS. */
export type CaseUpload = {
  readonly fileId: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly material?: string;
};

/** What is missing, by the one correction notice; the words for it are sealed. */
export type Lack = { readonly material?: string; readonly pointer?: string };

/** What was derived from personal data at the seam; all that rules ever see of it. */
export type Derived = { readonly applicantKind: 'person' | 'organisation'; readonly age?: number };

/** Keyed hashes that find a case by a person without storing the person. */
export type BlindIndexes = { readonly idNumber?: string; readonly name?: string };

/** What the applicant filed, without the personal part. */
export type Filing = {
  readonly form: JsonObject;
  readonly derived: Derived;
  readonly materials: readonly HandedMaterial[];
  readonly blind: BlindIndexes;
  /** The login that the case belongs to. */
  readonly applicant?: string;
};

/** The state of a case; personal data only by reference. Pure JSON. */
export type CaseState = {
  readonly status: Status;
  readonly id?: string;
  readonly plan?: Omit<Plan, 'branches'>;
  readonly number?: string;
  readonly filedAt?: string;
  readonly division?: string;
  readonly window?: string;
  readonly filing?: Filing;
  /** Number of the entry that holds the applicant, the personal fields of the form and the notes to materials. */
  readonly personal?: number;
  /** The officer who took it in. */
  readonly receiver?: string;
  readonly files?: readonly CaseUpload[];
  readonly receivedOn?: string;
  readonly acceptanceClock?: ClockState;
  readonly accepted?: {
    readonly by: 'centre' | 'department' | 'lead' | 'law';
    readonly organ: string;
    readonly deed?: string;
    readonly on: string;
  };
  /** The promised time of the whole; provisional until acceptance. */
  readonly clock?: ClockState;
  readonly overdue?: boolean;
  /** `personal` here and in the next two: number of the entry that holds the words of who wrote it. */
  readonly correction?: {
    readonly askedOn: string;
    readonly lacks: readonly Lack[];
    readonly correctedOn?: string;
    readonly personal?: number;
  };
  readonly refusal?: { readonly law: string; readonly personal?: number };
  readonly withdrawal?: { readonly personal: number };
  readonly humanNeeded?: readonly string[];
  readonly branches: readonly BranchState[];
  readonly outcome?: CaseOutcome;
};

/** How a case ended. */
export type CaseOutcome = 'granted' | 'refused' | 'partly';

/** Id of the department's dossier for a branch. */
export const dossierIdOf = (caseId: string, branch: string): string => `${caseId}.${branch}`;

import type { Command } from '@yimen/case-file';
import type { Asker } from '../callers/relations.ts';
import type { CaseUpload, ClockState, Derived, Filing, Holder, IssuedOutput, Lack, Plan } from './state.ts';

/** Everything that can be asked of a case; what people write in their own words comes beside it, to be sealed. */
export type CaseCommand = Command & {
  readonly asker: Asker;
  /** Of news: the day on which the department said it; that of the command unless given. */
  readonly toldOn?: string;
} & (
    | FileOrder
    | { readonly step: 'edit'; readonly filing: Partial<Filing> }
    | { readonly step: 'attach'; readonly file: CaseUpload }
    | ({ readonly step: 'submit'; readonly number: string } & Judged)
    | ({ readonly step: 'correct' } & Judged)
    | { readonly step: 'accept' | 'wake' }
    | { readonly step: 'restored'; readonly epoch: number; readonly point: string }
    | { readonly step: 'request-correction'; readonly lacks: readonly Lack[] }
    | { readonly step: 'refuse'; readonly law: string }
    | { readonly step: 'withdraw' }
    | BranchNews
  );

/** What was derived anew from the paper on the day it is handed in, when it was judged by the item's standard. */
type Judged = { readonly derived?: Derived };

/** The first order: file a case, as a draft or for good. */
type FileOrder = {
  readonly step: 'file';
  readonly id: string;
  readonly as: 'draft' | 'submitted';
  readonly accept: boolean;
  readonly plan: Plan;
  readonly division: string;
  readonly window?: string;
  readonly filing: Filing;
  /** Present when it is submitted at once. */
  readonly number?: string;
};

/** What a department tells of one branch. */
export type BranchNews =
  | {
      readonly step: 'branch-acknowledged';
      readonly branch: string;
      readonly holder: Holder;
      readonly clock: ClockState;
    }
  | {
      readonly step: 'branch-progressed';
      readonly branch: string;
      readonly milestone: string;
      readonly holder: Holder;
      readonly clock: ClockState;
      /** Why the limit was extended comes with it and is sealed into its entry. */
      readonly personal?: true;
    }
  | BranchDecided
  | { readonly step: 'branch-withdrawn'; readonly branch: string }
  | { readonly step: 'branch-already-decided'; readonly branch: string; readonly outcome: 'granted' | 'refused' };

/** A department's decision. */
export type BranchDecided = {
  readonly step: 'branch-decided';
  readonly branch: string;
  readonly outcome: 'granted' | 'refused';
  readonly decidedOn: string;
  readonly decidedBy: Holder;
  readonly outputs: readonly IssuedOutput[];
  readonly clock: ClockState;
  readonly law?: string;
  /** A personal part comes with it and is sealed into its entry. */
  readonly personal: boolean;
};

/** The name of a command. */
export type Step = CaseCommand['step'];

/** One kind of command. */
export type CommandOf<S extends Step> = Extract<CaseCommand, { readonly step: S }>;

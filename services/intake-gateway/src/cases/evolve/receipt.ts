import type { RecordedFact } from '@yimen/case-file';
import type { CaseState, CaseUpload, ClockState, Derived, Filing, Lack, Plan } from '../state.ts';

/** Data of `case.drafted`, and of `case.submitted` when it is filed at once. */
export type Filed = {
  readonly id: string;
  readonly plan: Plan;
  readonly division: string;
  readonly window?: string;
  readonly filing: Filing;
  readonly receiver?: string;
};

/** Data of `case.submitted`. */
export type Submitted = {
  readonly number: string;
  readonly receivedOn: string;
  readonly acceptanceClock: ClockState;
  readonly clock?: ClockState;
  readonly filed?: Filed;
  /** Of a draft that is handed in: derived anew on that day. */
  readonly derived?: Derived;
};

/** Data of `case.corrected`: a new receipt. */
export type Corrected = Omit<Submitted, 'number' | 'filed'>;

/** Where the personal part of a fact is to be found. */
export const sealedIn = ({ n, seals }: RecordedFact): { readonly personal?: number } => (seals ? { personal: n } : {});

const filedInto = (state: CaseState, fact: RecordedFact, filed: Filed): CaseState => {
  const { plan, filing, ...rest } = filed;
  const { branches, ...pinned } = plan;
  return {
    ...state,
    ...rest,
    status: 'draft',
    plan: pinned,
    filedAt: fact.at,
    filing,
    ...sealedIn(fact),
    branches: branches.map((branch) => ({ ...branch, status: 'waiting', since: fact.at })),
  };
};

/** `case.drafted` */
export const drafted = (state: CaseState, fact: RecordedFact): CaseState =>
  filedInto(state, fact, fact.data as unknown as Filed);

/** `case.submitted` */
export const submitted = (state: CaseState, fact: RecordedFact): CaseState => {
  const { filed, derived, ...data } = fact.data as unknown as Submitted;
  const before = filed ? filedInto(state, fact, filed) : state;
  return { ...before, ...data, ...judged(before, derived), status: 'submitted' };
};

const judged = ({ filing }: CaseState, derived: Derived | undefined): Pick<CaseState, 'filing'> =>
  filing && derived ? { filing: { ...filing, derived } } : {};

/** `case.edited` */
export const edited = (state: CaseState, fact: RecordedFact): CaseState => {
  const change = fact.data as unknown as Partial<Filing>;
  if (!state.filing) return state;
  return { ...state, filing: { ...state.filing, ...change }, ...sealedIn(fact) };
};

/** `case.file-added` */
export const fileAdded = (state: CaseState, fact: RecordedFact): CaseState => ({
  ...state,
  files: [...(state.files ?? []), fact.data as unknown as CaseUpload],
});

/** `case.correction-requested` */
export const correctionRequested = (state: CaseState, fact: RecordedFact): CaseState => {
  const { acceptanceClock: _, ...rest } = state;
  const { askedOn, lacks } = fact.data as unknown as { askedOn: string; lacks: readonly Lack[] };
  return { ...rest, status: 'correcting', correction: { askedOn, lacks, ...sealedIn(fact) } };
};

/** `case.corrected` */
export const corrected = (state: CaseState, fact: RecordedFact): CaseState => {
  const { receivedOn, derived, ...clocks } = fact.data as unknown as Corrected;
  return {
    ...state,
    ...clocks,
    ...judged(state, derived),
    status: 'submitted',
    receivedOn,
    ...(state.correction ? { correction: { ...state.correction, correctedOn: receivedOn } } : {}),
  };
};

/** `case.accepted` */
export const accepted = (state: CaseState, fact: RecordedFact): CaseState => {
  const { acceptanceClock: _, ...rest } = state;
  const { clock, ...act } = fact.data as unknown as NonNullable<CaseState['accepted']> & { clock?: ClockState };
  return { ...rest, status: 'accepted', accepted: act, ...(clock ? { clock } : {}) };
};

/** `case.not-accepted` */
export const notAccepted = (state: CaseState, fact: RecordedFact): CaseState => {
  const { acceptanceClock: _, clock: __, ...rest } = state;
  const notice = fact.data as unknown as NonNullable<CaseState['refusal']>;
  return { ...rest, status: 'not-accepted', refusal: { ...notice, ...sealedIn(fact) } };
};

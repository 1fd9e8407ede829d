import type { CaseFile } from '@yimen/case-file';
import type { components } from '@yimen/contracts/intake-gateway';
import type { JsonObject } from '@yimen/kernel';
import { joinPersonal, type MaskMode, maskPersonal } from '@yimen/personal-data';
import type { Calendar } from '@yimen/working-days';
import type { Relation } from '../../callers/relations.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Applicant, maskApplicant } from '../../receipt/applicant.ts';
import { joinNotes } from '../../receipt/filing.ts';
import { caseMarks } from '../marks.ts';
import { type BranchState, type CaseState, dossierIdOf } from '../state.ts';
import { showClock } from './clock.ts';
import type { Opened } from './opened.ts';
import { releasedBranches } from './results.ts';
import { showSteps } from './steps.ts';

type Schemas = components['schemas'];

/** Who looks, and with what. */
export type Look = {
  readonly relations: readonly Relation[];
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  readonly today: string;
  readonly at: string;
  /** The personal parts in clear. */
  readonly opened: Opened;
  /** Told to the applicant only. */
  readonly queryPassword?: string;
};

/**
 * A case as one caller sees it. The applicant sees their own in clear, everybody else masked. What was written in free
 * words is read by those who may act on the case; who only looks on finds it hidden.
 */
export const showCase = (file: CaseFile<CaseState>, look: Look): Schemas['Case'] => {
  const whole = showWhole(file, look);
  return maskPersonal(caseMarks, whole as unknown as JsonObject, wordsFor(look)) as unknown as Schemas['Case'];
};

const ACTORS: readonly Relation[] = ['applicant', 'receiver', 'acceptor'];

const wordsFor = ({ relations }: Look): MaskMode =>
  relations.some((relation) => ACTORS.includes(relation)) ? 'clear' : 'inside';

const showWhole = ({ id, state }: CaseFile<CaseState>, look: Look): Schemas['Case'] => {
  const { relations, catalogue, at } = look;
  const own = relations.includes('applicant');
  const released = new Set(releasedBranches(state).map(({ key }) => key));
  const name = state.plan && catalogue.find(state.plan.code, state.plan.version)?.name;
  return {
    id,
    status: state.status as Schemas['Status'],
    item: {
      kind: state.plan?.kind ?? 'item',
      code: state.plan?.code ?? '',
      version: state.plan?.version ?? 1,
      ...(name ? { name } : {}),
    },
    division: state.division ?? '',
    filedAt: state.filedAt ?? at,
    applicant: showApplicant(look, own),
    form: showForm(state, look, own) as Record<string, never>,
    materials: [...joinNotes(state.filing?.materials ?? [], look.opened.filing['notes'] as JsonObject | undefined)],
    files: [...(state.files ?? [])],
    branches: state.branches.map((branch) => showBranch(id, branch, look, !own || released.has(branch.key))),
    steps: showSteps(id, state, relations, at),
    ...showProgress(state, look),
    ...(own && look.queryPassword !== undefined && state.number !== undefined
      ? { queryPassword: look.queryPassword }
      : {}),
  };
};

const showProgress = (state: CaseState, look: Look): Partial<Schemas['Case']> => {
  const { calendar, today, relations } = look;
  const { plan, number, outcome, window, receivedOn, clock, humanNeeded } = state;
  const acceptance = plan && {
    by: state.accepted?.by ?? plan.acceptance.by,
    organ: plan.acceptance.organ,
    ...(plan.acceptance.deed === undefined ? {} : { deed: plan.acceptance.deed }),
    ...(state.acceptanceClock ? { clock: showClock(state.acceptanceClock, calendar, today) } : {}),
    ...(state.accepted ? { acceptedOn: state.accepted.on } : {}),
  };
  return {
    ...(number === undefined ? {} : { number }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(window === undefined ? {} : { window }),
    ...(receivedOn === undefined ? {} : { receivedOn }),
    ...(acceptance && state.status !== 'draft' ? { acceptance } : {}),
    ...(clock ? { clock: showClock(clock, calendar, today) } : {}),
    ...showWritings(state, look.opened),
    ...(humanNeeded && !relations.includes('applicant') ? { humanNeeded: [...humanNeeded] } : {}),
  };
};

const showWritings = (
  { correction, refusal, withdrawal }: CaseState,
  opened: Opened,
): Pick<Schemas['Case'], 'correction' | 'refusal' | 'withdrawal'> => ({
  ...(correction ? { correction: written<'correction'>(correction, opened.correction) } : {}),
  ...(refusal ? { refusal: written<'refusal'>(refusal, opened.refusal) } : {}),
  ...(withdrawal ? { withdrawal: written<'withdrawal'>(withdrawal, opened.withdrawal) } : {}),
});

/** A writing with the words that belong into it. */
const written = <Writing extends 'correction' | 'refusal' | 'withdrawal'>(
  { personal: _, ...plain }: NonNullable<CaseState[Writing]>,
  words: JsonObject,
) => joinPersonal(plain as JsonObject, words) as unknown as NonNullable<Schemas['Case'][Writing]>;

const showApplicant = ({ opened: { filing: personal } }: Look, own: boolean): Schemas['Case']['applicant'] => {
  const applicant = personal['applicant'] as unknown as Applicant;
  const shown = own ? applicant : (maskApplicant(applicant) as unknown as Applicant);
  return { ...shown, masked: !own };
};

const showForm = ({ plan, filing }: CaseState, { opened, catalogue }: Look, own: boolean): JsonObject => {
  if (!plan || !filing) return {};
  const whole = joinPersonal(filing.form, (opened.filing['form'] ?? {}) as JsonObject);
  const subject = catalogue.find(plan.code, plan.version);
  if (own) return whole;
  return subject ? maskPersonal(subject.form.schema, whole) : filing.form;
};

const showBranch = (id: string, branch: BranchState, look: Look, results: boolean): Schemas['BranchShown'] => {
  const { catalogue, calendar, today, relations } = look;
  const { key, item, department, domain, status, after, milestone, since, holder, clock, outputs } = branch;
  const name = catalogue.item(item.code, item.version)?.name;
  return {
    key,
    item: item.code,
    ...(name ? { name } : {}),
    department: department as Schemas['BranchShown']['department'],
    domain,
    ...(relations.includes('viewer') ? { dossierId: dossierIdOf(id, key) } : {}),
    status,
    after: after.map((edge) => edge.branch),
    since,
    ...(milestone === undefined ? {} : { milestone }),
    ...(holder ? { holder: holder as NonNullable<Schemas['BranchShown']['holder']> } : {}),
    ...(clock ? { clock: showClock(clock, calendar, today) } : {}),
    ...showExtension(look.opened.extensions[key]),
    ...showDecision(branch, look.opened.branches[key] ?? {}),
    ...(results && outputs && outputs.length > 0
      ? { outputs: outputs as unknown as NonNullable<Schemas['BranchShown']['outputs']> }
      : {}),
  };
};

/** 行政许可法 42: the applicant is told why it takes longer. */
const showExtension = (words: JsonObject | undefined): Pick<Schemas['BranchShown'], 'extension'> => {
  const reason = words?.['/reason'];
  return words ? { extension: typeof reason === 'string' ? { reason } : {} } : {};
};

/** Of what a department sealed to us, exactly what belongs into a refusal. */
const showDecision = ({ law }: BranchState, words: JsonObject) => {
  const { '/reason': reason, '/remedies': remedies } = words;
  return {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(law === undefined ? {} : { law }),
    ...(remedies === undefined ? {} : { remedies: remedies as unknown as Schemas['Text'] }),
  };
};

import { edgeFor } from '@yimen/case-file';
import { isWithin } from '@yimen/identifiers';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { mayAccept, mayReceive } from '../../callers/relations.ts';
import type { CommandOf } from '../command.ts';
import type { Corrected, Filed, Submitted } from '../evolve/receipt.ts';
import { flow } from '../flow.ts';
import { ACCEPTANCE_DAYS, type CaseRules, clockOf, FILES_LIMIT } from '../limits.ts';
import type { CaseState, Derived } from '../state.ts';
import { accept } from './acceptance.ts';
import type { Unfolding } from './unfolding.ts';

/** 收件 at once, or a draft; with acceptance in the same write when the officer is entitled to both. */
export const file = (
  rules: CaseRules,
  unfolding: Unfolding,
  command: CommandOf<'file'>,
  today: string,
): Refusal | undefined => {
  const { status } = unfolding.state();
  const edge = edgeFor(flow, status, 'file', partyOf(command));
  if (isRefusal(edge)) return status === 'new' ? edge : refuse('already-exists', 'This case was filed before.');
  if (command.asker.kind === 'officer' && !isWithin(command.asker.division, command.division))
    return refuse('division-out-of-scope', 'The division is not in your scope.', { pointer: '/division' });
  if (command.accept && !mayAccept(command.asker, command.plan.acceptance, today))
    return refuse('step-not-yours', 'You may not accept this item.', { step: 'accept' });
  const filed: Filed = {
    id: command.id,
    plan: command.plan,
    division: command.division,
    ...(command.window === undefined ? {} : { window: command.window }),
    filing: command.filing,
    ...(command.asker.kind === 'officer' ? { receiver: command.asker.subject } : {}),
  };
  if (command.as === 'draft') {
    unfolding.add('case.drafted', filed, { seals: true, edits: true });
    return undefined;
  }
  if (command.number === undefined) throw new TypeError('A case that is submitted needs a number.');
  const data: Submitted = {
    filed,
    number: command.number,
    receivedOn: today,
    ...receiptClocks(rules, command.plan.days, today),
  };
  unfolding.add('case.submitted', data, { seals: true, edits: true, ...lawOf(edge) });
  if (command.accept) accept(rules, unfolding, today);
  return undefined;
};

const partyOf = ({ asker }: CommandOf<'file'>) => {
  if (asker.kind === 'citizen' || asker.kind === 'firm-agent') return ['applicant'] as const;
  return mayReceive(asker) ? (['receiver'] as const) : [];
};

const lawOf = ({ law }: { readonly law?: string }) => (law === undefined ? {} : { law });

/** The clocks that receipt starts: five working days to accept, and the promise, provisional until then. */
const receiptClocks = (
  rules: CaseRules,
  days: number,
  today: string,
): Pick<Submitted, 'acceptanceClock' | 'clock'> => ({
  acceptanceClock: clockOf(rules, today, ACCEPTANCE_DAYS),
  ...(days > 0 ? { clock: clockOf(rules, today, days, true) } : {}),
});

/** A draft is handed in. */
export const submit = (
  rules: CaseRules,
  unfolding: Unfolding,
  { number, derived }: CommandOf<'submit'>,
  today: string,
): undefined => {
  const days = unfolding.state().plan?.days ?? 0;
  const data: Submitted = { number, receivedOn: today, ...receiptClocks(rules, days, today), ...judged(derived) };
  unfolding.add('case.submitted', data, { law: '行政许可法 29', edits: true });
};

/** What was missing is there: a new receipt, from which everything counts. */
export const correct = (
  rules: CaseRules,
  unfolding: Unfolding,
  { derived }: CommandOf<'correct'>,
  today: string,
): undefined => {
  const days = unfolding.state().plan?.days ?? 0;
  const data: Corrected = { receivedOn: today, ...receiptClocks(rules, days, today), ...judged(derived) };
  unfolding.add('case.corrected', data, { law: '行政许可法 32(1)(5)', edits: true });
};

/** What the paper was judged by is what the department gets: a draft may have been written at another age. */
const judged = (derived: Derived | undefined) => (derived ? { derived } : {});

/** Another file of a material; it does not disturb who edits. */
export const attach = (unfolding: Unfolding, { file: upload }: CommandOf<'attach'>): Refusal | undefined => {
  const files = unfolding.state().files ?? [];
  if (files.some(({ fileId }) => fileId === upload.fileId)) return undefined;
  if (files.length >= FILES_LIMIT) return refuse('file-count', 'The case has too many files.', { limit: FILES_LIMIT });
  unfolding.add('case.file-added', upload);
  return undefined;
};

/** The first material that names a file the case does not have. */
const strayFile = (state: Pick<CaseState, 'files'>, materials: readonly { readonly fileId?: string }[]): number =>
  materials.findIndex(({ fileId }) => fileId !== undefined && !state.files?.some((file) => file.fileId === fileId));

/** Parts of the filing are replaced. */
export const edit = (unfolding: Unfolding, { filing }: CommandOf<'edit'>): Refusal | undefined => {
  const stray = strayFile(unfolding.state(), filing.materials ?? []);
  if (stray >= 0)
    return refuse('material-file-unknown', 'The case has no such file.', { pointer: `/materials/${stray}/fileId` });
  unfolding.add('case.edited', filing, { seals: true, edits: true });
  return undefined;
};

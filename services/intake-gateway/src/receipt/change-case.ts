import type { operations } from '@yimen/contracts/intake-gateway';
import type { ApiRequest, Handler } from '@yimen/http';
import { isRefusal, type JsonObject, type Refusal } from '@yimen/kernel';
import { momentOf, noSuchCase, type Seen, seeAsPerson } from '../callers/access.ts';
import { askerOf } from '../callers/asker.ts';
import { type Order, replyTo, takeStep } from '../cases/steps.ts';
import { unknownItem } from '../catalogue/publications.ts';
import type { GatewayParts } from '../parts.ts';
import { joinPaper, type Paper, type Parted, partPaper } from './filing.ts';

/** Another tries of a hand-in whose paper changed between reading and writing. */
const TRIES_LIMIT = 3;

/** Changes parts of a draft, or of a case that is being corrected; each part given replaces that part whole. */
export const createEditCase =
  (parts: GatewayParts): Handler<operations['editCase']> =>
  async (request) => {
    const seen = await seeAsPerson(parts, request.caller, request.params.id);
    if (isRefusal(seen)) return seen;
    const { applicant, form, materials } = request.body;
    const change = (paper: Paper): Paper => ({
      applicant: applicant ? { ...applicant } : paper.applicant,
      form: (form as JsonObject | undefined) ?? paper.form,
      materials: materials ?? paper.materials,
    });
    const parted = await part(parts, request, seen, { change, whole: false });
    const { ifMatch } = request;
    if (isRefusal(parted)) return replayOr(parts, request, parted);
    const login = seen.file.state.filing?.applicant;
    const filing = { ...parted.filing, ...(login === undefined ? {} : { applicant: login }) };
    const { personal } = parted;
    return replyTo(
      parts,
      await takeStep(parts, request, { step: 'edit', filing }, { ifMatch, personal: { personal } }),
    );
  };

type StepRequest = Pick<ApiRequest, 'caller' | 'digest'> & {
  readonly params: { readonly id: string };
  readonly idempotencyKey: string;
  readonly ifMatch?: number | undefined;
};

/** A refusal at the seam, unless this key was answered before. */
const replayOr = async (parts: GatewayParts, request: StepRequest, refusal: Refusal) => {
  const before = await takeStep(parts, request, { step: 'edit', filing: {} }, { ifMatch: -1 });
  return isRefusal(before) ? refusal : replyTo(parts, before);
};

/** The paper of a case, parted anew. */
const part = async (
  { cases, catalogue, keyring, clocks }: GatewayParts,
  { caller }: Pick<ApiRequest, 'caller'>,
  { file }: Seen,
  { change = (paper) => paper, whole }: { readonly change?: (paper: Paper) => Paper; readonly whole: boolean },
): Promise<Parted | Refusal> => {
  const { plan, filing, personal } = file.state;
  if (!plan || !filing || personal === undefined) return noSuchCase();
  const subject = catalogue.find(plan.code, plan.version);
  if (!subject) return unknownItem(plan.code);
  const paper = change(joinPaper(filing, await cases.reveal(file, personal)));
  const { today } = momentOf({ clocks });
  return partPaper({ catalogue, keyring, asker: askerOf(caller), today }, subject, paper, whole);
};

/** Hands a draft in, or a corrected case again: what is handed in is what was checked, or it is checked anew. */
const handIn = async (parts: GatewayParts, request: StepRequest, step: 'submit' | 'correct') => {
  for (let tries = 1; ; tries++) {
    const seen = await seeAsPerson(parts, request.caller, request.params.id);
    if (isRefusal(seen)) return seen;
    const order = await judgedOrder(parts, request, seen, step);
    if (isRefusal(order)) return order;
    const outcome = await takeStep(parts, request, order, { ifMatch: request.ifMatch ?? seen.file.revision });
    const changed = isRefusal(outcome) && outcome.refusal === 'revision-mismatch' && request.ifMatch === undefined;
    if (!changed || tries >= TRIES_LIMIT) return replyTo(parts, outcome, step === 'submit');
  }
};

/** The order to take a paper that meets the standard today, with what was derived from it today. */
const judgedOrder = async (
  parts: GatewayParts,
  request: StepRequest,
  seen: Seen,
  step: 'submit' | 'correct',
): Promise<Order | Refusal> => {
  const { state } = seen.file;
  const isDue = state.status === (step === 'submit' ? 'draft' : 'correcting');
  const parted = isDue ? await part(parts, request, seen, { whole: true }) : undefined;
  if (parted && isRefusal(parted)) return parted;
  const judged = parted ? { derived: parted.filing.derived } : {};
  if (step === 'correct') return { step, ...judged };
  return { step, ...judged, number: state.number ?? (await newNumber(parts, state.division ?? '')) };
};

const newNumber = ({ numbers, clocks }: GatewayParts, division: string): Promise<string> =>
  numbers.next(division, Number(momentOf({ clocks }).today.slice(0, 4)));

/** 收件 of a draft. */
export const createSubmitCase =
  (parts: GatewayParts): Handler<operations['submitCase']> =>
  (request) =>
    handIn(parts, request, 'submit');

/** 补正 */
export const createCorrectCase =
  (parts: GatewayParts): Handler<operations['correctCase']> =>
  (request) =>
    handIn(parts, request, 'correct');

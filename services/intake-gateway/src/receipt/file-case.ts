import type { operations } from '@yimen/contracts/intake-gateway';
import type { Handler } from '@yimen/http';
import { parseDivision } from '@yimen/identifiers';
import { derivedId, isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { momentOf } from '../callers/access.ts';
import { actorOf, askerOf } from '../callers/asker.ts';
import { answerOf, tagOf } from '../cases/answer.ts';
import type { CaseCommand } from '../cases/command.ts';
import { planOf } from '../catalogue/subject.ts';
import { isServed } from '../halls/served.ts';
import type { Cases, GatewayParts } from '../parts.ts';
import { partPaper } from './filing.ts';

type Request = Parameters<Handler<operations['fileCase']>>[0];
type Ordered = { readonly command: CaseCommand; readonly personal: JsonObject };

/**
 * 收件: one document write, and nothing else on the path: the catalogue is in memory, the number from a leased block,
 * the id derived from caller and key, so that a retry finds what it made.
 */
export const createFileCase =
  (parts: GatewayParts): Handler<operations['fileCase']> =>
  async (request) => {
    const { cases, idKey } = parts;
    const { subject } = request.caller;
    const id = derivedId(idKey, subject, 'POST /cases', request.idempotencyKey);
    const cause = { id: `http:${subject}:POST /cases:${request.idempotencyKey}`, digest: request.digest() };
    const ordered = await order(parts, request, id);
    if (isRefusal(ordered)) return (await doneBefore(parts, id, cause)) ?? ordered;
    const outcome = await cases.handle(id, ordered.command, cause, { create: true, personal: ordered.personal });
    if (isRefusal(outcome)) return outcome;
    return reply(parts, outcome);
  };

type Outcome = Exclude<Awaited<ReturnType<Cases['handle']>>, Refusal>;

const reply = ({ idKey }: GatewayParts, outcome: Outcome) => ({
  status: 201 as const,
  headers: { Location: `/cases/${outcome.id}`, ETag: tagOf(outcome) },
  body: answerOf(outcome, idKey),
});

/** A key whose request was taken before gets that answer, even if the same request would be refused by now. */
const doneBefore = async (parts: GatewayParts, id: string, cause: { id: string; digest: string }) => {
  if (!(await parts.cases.load(id))) return undefined;
  const { at } = momentOf(parts);
  const nobody = { kind: 'citizen', subject: '', roles: [], division: '', outsourced: false, centre: false } as const;
  const nothing: CaseCommand = { step: 'edit', filing: {}, asker: nobody, actor: { subject: '', kind: 'person' }, at };
  const outcome = await parts.cases.handle(id, nothing, cause);
  if (isRefusal(outcome)) return outcome.refusal === 'not-found' ? undefined : outcome;
  return reply(parts, outcome);
};

const order = async (parts: GatewayParts, { caller, body }: Request, id: string): Promise<Ordered | Refusal> => {
  const { catalogue, keyring, numbers } = parts;
  const { at, today } = momentOf(parts);
  const asker = askerOf(caller);
  const { as = 'submitted', accept = false, form = {}, materials = [] } = body;
  const division = parseDivision(body.division);
  if (isRefusal(division)) return refuse('division-invalid', division.message, { pointer: '/division' });
  if (!isServed(division.code))
    return refuse('division-not-served', 'No hall of this platform serves the division.', { pointer: '/division' });
  const subject = catalogue.offered(body.item, body.version, body.applicant.kind);
  if (isRefusal(subject)) return subject;
  const stray = materials.findIndex(({ fileId }) => fileId !== undefined);
  if (stray >= 0)
    return refuse('material-file-unknown', 'A case that is filed has no files yet: save a draft first.', {
      pointer: `/materials/${stray}/fileId`,
    });
  const paper = { applicant: body.applicant, form: form as JsonObject, materials };
  const parted = partPaper({ catalogue, keyring, asker, today }, subject, paper, as === 'submitted');
  if (isRefusal(parted)) return parted;
  const plan = planOf(subject, catalogue.item);
  if (isRefusal(plan)) return plan;
  const number = as === 'submitted' ? await numbers.next(division.code, Number(today.slice(0, 4))) : undefined;
  return {
    personal: parted.personal,
    command: {
      step: 'file',
      id,
      as,
      accept,
      plan,
      division: division.code,
      ...(body.window === undefined ? {} : { window: body.window }),
      filing: parted.filing,
      ...(number === undefined ? {} : { number }),
      asker,
      actor: actorOf(caller),
      at,
    },
  };
};

import type { operations } from '@yimen/contracts/intake-gateway';
import type { ApiRequest, Handler } from '@yimen/http';
import { isRefusal, type JsonObject } from '@yimen/kernel';
import { splitPersonal } from '@yimen/personal-data';
import { momentOf, noSuchCase } from '../callers/access.ts';
import { actorOf, askerOf } from '../callers/asker.ts';
import type { GatewayParts } from '../parts.ts';
import { answerOf, tagOf } from './answer.ts';
import type { CaseCommand } from './command.ts';
import { writings } from './marks.ts';

type Part<C> = C extends unknown ? Omit<C, 'asker' | 'actor' | 'at' | 'toldOn'> : never;

/** A command without who asks and when. */
export type Order = Part<CaseCommand>;

type StepRequest = Pick<ApiRequest, 'caller' | 'digest'> & {
  readonly params: { readonly id: string };
  readonly idempotencyKey: string;
};

/** Takes one step in the caller's name; the same key gets the same answer. */
export const takeStep = async (
  parts: GatewayParts,
  { caller, params, idempotencyKey, digest }: StepRequest,
  order: Order,
  options: {
    readonly ifMatch?: number | undefined;
    readonly personal?: Parameters<GatewayParts['cases']['handle']>[3];
  } = {},
) => {
  const { ifMatch, personal } = options;
  const command = { ...order, asker: askerOf(caller), actor: actorOf(caller), at: momentOf(parts).at } as CaseCommand;
  const cause = { id: `http:${caller.subject}:${order.step}:${idempotencyKey}`, digest: digest() };
  const outcome = await parts.cases.handle(params.id, command, cause, {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...personal,
  });
  // what does not exist reads like what is out of sight
  return isRefusal(outcome) && outcome.refusal === 'not-found' ? noSuchCase() : outcome;
};

/** What became of a step, as HTTP says it. */
export const replyTo = (parts: GatewayParts, outcome: Awaited<ReturnType<typeof takeStep>>, withPassword = false) =>
  isRefusal(outcome)
    ? outcome
    : {
        status: 200 as const,
        headers: { ETag: tagOf(outcome) },
        body: answerOf(outcome, withPassword ? parts.idKey : undefined),
      };

/** 受理 */
export const createAcceptCase =
  (parts: GatewayParts): Handler<operations['acceptCase']> =>
  async (request) =>
    replyTo(parts, await takeStep(parts, request, { step: 'accept' }, { ifMatch: request.ifMatch }));

/** 补正告知 */
export const createRequestCorrection =
  (parts: GatewayParts): Handler<operations['requestCorrection']> =>
  (request) =>
    takeWritten(parts, request, 'request-correction');

/** 不予受理 */
export const createRefuseCase =
  (parts: GatewayParts): Handler<operations['refuseCase']> =>
  (request) =>
    takeWritten(parts, request, 'refuse');

/** 撤回 */
export const createWithdrawCase =
  (parts: GatewayParts): Handler<operations['withdrawCase']> =>
  (request) =>
    takeWritten(parts, request, 'withdraw');

/** Takes a step that comes in writing: the marked words are sealed, the command bears the rest. */
const takeWritten = async (
  parts: GatewayParts,
  request: StepRequest & { readonly ifMatch?: number | undefined; readonly body?: object | undefined },
  step: keyof typeof writings,
) => {
  const { plain, personal } = splitPersonal(writings[step], (request.body ?? {}) as JsonObject);
  const sealed = Object.keys(personal).length > 0 ? { personal: { personal } } : {};
  const order = { step, ...plain } as unknown as Order;
  return replyTo(parts, await takeStep(parts, request, order, { ifMatch: request.ifMatch, ...sealed }));
};

import type { Caller } from '@yimen/http';
import { isRefusal, type Refusal, refuse, toInstant } from '@yimen/kernel';
import { toLocalDate } from '@yimen/working-days';
import type { CaseRead, GatewayParts } from '../parts.ts';
import { askerOf } from './asker.ts';
import { type Relation, relationsOf } from './relations.ts';

/** A case that this caller may see, with what the caller is to it and the moment of asking. */
export type Seen = {
  readonly file: CaseRead;
  readonly relations: readonly Relation[];
  readonly at: string;
  readonly today: string;
};

/** The moment of a request, by the law's clock. */
export const momentOf = ({ clocks }: Pick<GatewayParts, 'clocks'>): { readonly at: string; readonly today: string } => {
  const at = toInstant(clocks.business());
  return { at, today: toLocalDate(at) };
};

/** Reads a case for a caller; out of scope it does not exist. */
export const seeCase = async (
  parts: Pick<GatewayParts, 'cases' | 'clocks'>,
  caller: Caller,
  id: string,
): Promise<Seen | Refusal> => judge(parts, caller, await parts.cases.load(id));

/** Judges a case that was read already. */
export const judge = (
  parts: Pick<GatewayParts, 'clocks'>,
  caller: Caller,
  file: CaseRead | undefined,
): Seen | Refusal => {
  const moment = momentOf(parts);
  const relations = file ? relationsOf(askerOf(caller), file.state, moment.today) : [];
  return file && relations.length > 0 ? { file, relations, ...moment } : noSuchCase();
};

/** The same answer for what does not exist and what one may not know of. */
export const noSuchCase = (): Refusal => refuse('not-found', 'There is no such case.');

/** Like `seeCase`, for those who are party to it or handle it, not for services. */
export const seeAsPerson = async (
  parts: Pick<GatewayParts, 'cases' | 'clocks'>,
  caller: Caller,
  id: string,
): Promise<Seen | Refusal> => {
  const seen = await seeCase(parts, caller, id);
  return isRefusal(seen) || caller.kind !== 'service' ? seen : noSuchCase();
};

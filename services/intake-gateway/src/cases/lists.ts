import type { FindIndex, FindQuery } from '@yimen/case-file';
import type { operations } from '@yimen/contracts/intake-gateway';
import { type Caller, decodeCursor, type Handler, pageOf } from '@yimen/http';
import { isWithin, parseCaseNumber } from '@yimen/identifiers';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { momentOf } from '../callers/access.ts';
import { askerOf } from '../callers/asker.ts';
import { acceptanceKeys, type Relation, relationsOf } from '../callers/relations.ts';
import type { GatewayParts } from '../parts.ts';
import { blindIndexesOf } from '../receipt/applicant.ts';
import type { CaseState } from './state.ts';
import { ROW_FIELDS, showRow } from './views/rows.ts';

/** Every list has its index; a test reads from the server's profile how each question was answered. */
export const caseIndexes: readonly FindIndex[] = [
  { key: { number: 1 }, unique: true },
  { key: { applicant: 1, at: -1 } },
  { key: { receiver: 1, at: -1 } },
  { key: { window: 1, at: -1 } },
  { key: { accept: 1, at: 1 } },
  { key: { status: 1, at: -1 } },
  { key: { idNumber: 1, at: -1 } },
  { key: { name: 1, at: -1 } },
];

/** Parts of the state that tell whether a caller may see a row. */
const SCOPE_FIELDS = ['branches', 'filing', 'receiver'] as const;
const SEARCH_LIMIT = 20;

type List = Pick<FindQuery, 'where'> & { readonly at: 1 | -1 };

/** The divisions of a scope, as a range of texts. */
const within = ({ division }: Caller) => ({ gte: division, lt: `${division}:` }); // ':' follows '9'

/** Which list is asked for; officers see those of their scope only. */
const listOf = (caller: Caller, query: operations['listCases']['parameters']['query']): List | Refusal => {
  const { mine, window, acceptance, status } = query ?? {};
  const chosen = [mine, window, acceptance, status].filter((choice) => choice !== undefined).length;
  if (chosen !== 1)
    return refuse('list-unclear', 'Choose one of mine, window, acceptance and status.', { pointer: '/mine' });
  if (mine) {
    const role = caller.kind === 'officer' ? 'receiver' : 'applicant';
    return { where: { [role]: caller.subject }, at: -1 };
  }
  if (caller.kind !== 'officer') return refuse('caller-kind', 'This list is for officers.');
  const division = within(caller);
  if (window !== undefined) return { where: { window, division }, at: -1 };
  if (status !== undefined) return { where: { status, division }, at: -1 };
  const accept = acceptanceKeys(askerOf(caller));
  return accept.length === 0
    ? { where: { accept: '', division }, at: 1 }
    : { where: { accept: { in: accept }, division }, at: 1 };
};

/** Lists of cases, by keyset pages. */
export const createListCases =
  (parts: GatewayParts): Handler<operations['listCases']> =>
  async ({ caller, query }) => {
    const list = listOf(caller, query);
    if (isRefusal(list)) return list;
    const { limit = 20, cursor } = query;
    const position = cursor === undefined ? undefined : decodeCursor(cursor, ['string', 'string']);
    if (position !== undefined && isRefusal(position)) return position;
    const rows = await parts.cases.find({
      where: list.where,
      sort: { at: list.at },
      limit: limit + 1,
      fields: [...ROW_FIELDS, ...SCOPE_FIELDS],
      ...(position ? { after: { values: [position[0]], id: position[1] } } : {}),
    });
    const page = pageOf(rows, limit, ({ find, id }) => [String(find['at']), id]);
    const needed: Relation | undefined = query.acceptance === undefined ? undefined : 'acceptor';
    const shown = page.rows.filter(({ state }) => maySee(parts, caller, state, needed));
    const cases = shown.map((row) => showRow(row, parts.catalogue));
    return { status: 200 as const, body: { cases, ...(page.next === undefined ? {} : { next: page.next }) } };
  };

const maySee = (parts: GatewayParts, caller: Caller, state: object, needed?: Relation): boolean => {
  const relations = relationsOf(askerOf(caller), state as CaseState, momentOf(parts).today);
  return needed ? relations.includes(needed) : relations.length > 0;
};

/** Finds cases by number, identity number or name, in the caller's scope only. */
export const createSearchCases =
  (parts: GatewayParts): Handler<operations['searchCases']> =>
  async ({ caller, body }) => {
    const where = searchOf(parts, body);
    if (isRefusal(where)) return where;
    const rows = await parts.cases.find({
      where,
      ...('number' in where ? {} : { sort: { at: -1 as const } }),
      limit: SEARCH_LIMIT,
      fields: [...ROW_FIELDS, ...SCOPE_FIELDS],
    });
    const visible = rows.filter(
      ({ state }) => isWithin(caller.division, String(state['division'])) && maySee(parts, caller, state, 'viewer'),
    );
    return { status: 200 as const, body: { cases: visible.map((row) => showRow(row, parts.catalogue)) } };
  };

const searchOf = (
  { keyring }: GatewayParts,
  { number, idNumber = '', name }: operations['searchCases']['requestBody']['content']['application/json'],
): FindQuery['where'] | Refusal => {
  if (number === undefined) {
    const blind = blindIndexesOf({ idNumber, name: name ?? '' }, keyring);
    return name === undefined ? { idNumber: blind.idNumber } : { name: blind.name };
  }
  const parsed = parseCaseNumber(number);
  return isRefusal(parsed)
    ? refuse('case-number-invalid', parsed.message, { pointer: '/number' })
    : { number: parsed.number };
};

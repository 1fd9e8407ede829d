import type { FindIndex, FindQuery, Found } from '@yimen/case-file';
import type { operations } from '@yimen/contracts/intake-gateway';
import { type Caller, decodeCursor, type Handler, pageOf } from '@yimen/http';
import { parseCaseNumber } from '@yimen/identifiers';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { momentOf } from '../callers/access.ts';
import { askerOf } from '../callers/asker.ts';
import { acceptanceKeys, type Relation, relationsOf } from '../callers/relations.ts';
import type { GatewayParts } from '../parts.ts';
import { blindIndexesOf } from '../receipt/applicant.ts';
import type { CaseState } from './state.ts';
import { ROW_FIELDS, showRow } from './views/rows.ts';

/**
 * Every list has its index; a test reads from the server's profile how each question was answered. What officers list or
 * search has the division in its index, so that nothing outside their scope is fetched.
 */
export const caseIndexes: readonly FindIndex[] = [
  { key: { number: 1 }, unique: true },
  { key: { applicant: 1, at: -1 } },
  { key: { receiver: 1, at: -1 } },
  { key: { window: 1, at: -1, division: -1 } },
  { key: { accept: 1, at: 1, division: 1 } },
  { key: { status: 1, at: -1, division: -1 } },
  { key: { idNumber: 1, at: -1, division: -1 } },
  { key: { name: 1, at: -1, division: -1 } },
];

/** Parts of the state that tell whether a caller may see a row. */
const SCOPE_FIELDS = ['branches', 'filing', 'receiver'] as const;
const SEARCH_LIMIT = 20;
/** Where the first rows of the scope are not for this caller, a search looks on: so many at a time, so often. */
const SEARCH_MORE_ROWS = 120;
const SEARCH_MORE_LIMIT = 4;

type List = Required<Pick<FindQuery, 'where' | 'sort'>>;

const NEWEST_FIRST = { at: -1, division: -1 } as const;

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
    return { where: { [role]: caller.subject }, sort: { at: -1 } };
  }
  if (caller.kind !== 'officer') return refuse('caller-kind', 'This list is for officers.');
  const division = within(caller);
  if (window !== undefined) return { where: { window, division }, sort: NEWEST_FIRST };
  if (status !== undefined) return { where: { status, division }, sort: NEWEST_FIRST };
  const accept = acceptanceKeys(askerOf(caller));
  return {
    where: { accept: accept.length === 0 ? '' : { in: accept }, division },
    sort: { at: 1, division: 1 },
  };
};

/** Lists of cases, by keyset pages. */
export const createListCases =
  (parts: GatewayParts): Handler<operations['listCases']> =>
  async ({ caller, query }) => {
    const list = listOf(caller, query);
    if (isRefusal(list)) return list;
    const { limit = 20, cursor } = query;
    const order = Object.keys(list.sort);
    const position = cursor === undefined ? undefined : decodeCursor(cursor, [...order, '_id'].map(asText));
    if (position !== undefined && isRefusal(position)) return position;
    const rows = await parts.cases.find({
      ...list,
      limit: limit + 1,
      fields: [...ROW_FIELDS, ...SCOPE_FIELDS],
      ...(position ? { after: { values: position.slice(0, -1), id: position.at(-1) ?? '' } } : {}),
    });
    const page = pageOf(rows, limit, ({ find, id }) => [...order.map((scalar) => String(find[scalar])), id]);
    const needed: Relation | undefined = query.acceptance === undefined ? undefined : 'acceptor';
    const shown = page.rows.filter(({ state }) => maySee(parts, caller, state, needed));
    const cases = shown.map((row) => showRow(row, parts.catalogue));
    return { status: 200 as const, body: { cases, ...(page.next === undefined ? {} : { next: page.next }) } };
  };

const asText = () => 'string' as const;

const maySee = (parts: GatewayParts, caller: Caller, state: object, needed?: Relation): boolean => {
  const relations = relationsOf(askerOf(caller), state as CaseState, momentOf(parts).today);
  return needed ? relations.includes(needed) : relations.length > 0;
};

/** Finds cases by number, identity number or name, in the caller's scope only. */
export const createSearchCases =
  (parts: GatewayParts): Handler<operations['searchCases']> =>
  async ({ caller, body }) => {
    const sought = searchOf(parts, body);
    if (isRefusal(sought)) return sought;
    const rows = await visibleRows(parts, caller, { ...sought, division: within(caller) });
    return { status: 200 as const, body: { cases: rows.map((row) => showRow(row, parts.catalogue)) } };
  };

/** The newest that the caller may see: of those of the scope, others may stand before them. */
const visibleRows = async (
  parts: GatewayParts,
  caller: Caller,
  where: FindQuery['where'],
): Promise<readonly Found[]> => {
  const visible: Found[] = [];
  let after: FindQuery['after'];
  for (let looks = 0; looks <= SEARCH_MORE_LIMIT; looks++) {
    const limit = looks === 0 ? SEARCH_LIMIT : SEARCH_MORE_ROWS;
    const rows = await parts.cases.find({
      where,
      ...('number' in where ? {} : { sort: NEWEST_FIRST }),
      limit,
      fields: [...ROW_FIELDS, ...SCOPE_FIELDS],
      ...(after ? { after } : {}),
    });
    visible.push(...rows.filter(({ state }) => maySee(parts, caller, state, 'viewer')));
    const last = rows.at(-1);
    if (!last || rows.length < limit || visible.length >= SEARCH_LIMIT) break;
    after = { values: [String(last.find['at']), String(last.find['division'])], id: last.id };
  }
  return visible.slice(0, SEARCH_LIMIT);
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

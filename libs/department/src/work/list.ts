import type { CaseFiles, FindIndex, FindQuery, Found } from '@yimen/case-file';
import type { components, operations } from '@yimen/contracts/department';
import { type Caller, decodeCursor, encodeCursor } from '@yimen/http';
import { isRefusal, type Refusal } from '@yimen/kernel';
import type { DossierCommand } from '../dossier/commands.ts';
import { OFFICE_ROLES } from '../dossier/relations.ts';
import { type Dossier, levelOf, rankOf, tierOf } from '../dossier/state.ts';
import { worksOn } from './officer.ts';

type Query = NonNullable<operations['workList']['parameters']['query']>;
type WorkList = components['schemas']['WorkList'];
type Row = WorkList['dossiers'][number];

const TIERS = ['front', 'centre', 'department'];
/** Greater than any division code that begins with the same digits. */
const AFTER_DIGITS = '~';

/** One index for each shape of question below; what waits for nobody stands in none. */
export const listIndexes: readonly FindIndex[] = [
  { key: { list: 1, dueOn: 1 } },
  { key: { holder: 1, dueOn: 1 } },
  { key: { review: 1 } },
];

/** The page of dossiers whose waiting level this caller may complete, the nearest due first. */
export const createWorkList =
  (files: CaseFiles<Dossier, DossierCommand>) =>
  async (query: Query, caller: Caller): Promise<WorkList | Refusal> => {
    if (caller.outsourced || caller.department === undefined) return { dossiers: [] };
    const limit = query.limit ?? 20;
    const asked = askFor(query, caller, limit + 1);
    if (isRefusal(asked)) return asked;
    const found = await files.find(asked);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const dossiers = page.filter((row) => isTakeable(row, caller, query.review === true)).map(rowOf);
    if (found.length <= limit || !last) return { dossiers };
    const next = encodeCursor(query.review ? [last.id] : [String(last.find['dueOn'] ?? ''), last.id]);
    return { dossiers, next };
  };

const askFor = (query: Query, caller: Caller, limit: number): FindQuery | Refusal => {
  const scope = {
    division: { gte: caller.division, lt: caller.division + AFTER_DIGITS },
    ...(query.item === undefined ? {} : { item: query.item }),
  };
  if (query.review) {
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
    if (isRefusal(after)) return after;
    return {
      where: { review: caller.department ?? '', ...scope },
      limit,
      ...(after ? { after: { values: [], id: after[0] } } : {}),
    };
  }
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string', 'string']);
  if (isRefusal(after)) return after;
  const lists = (query.role ? [query.role] : OFFICE_ROLES)
    .filter((role) => caller.roles.includes(role))
    .flatMap((role) => (query.tier ? [query.tier] : TIERS).map((tier) => `${caller.department}/${tier}/${role}`));
  const whose = query.mine ? { holder: caller.subject } : { list: { in: lists } };
  return {
    where: { ...whose, rank: { lte: rankOf(caller.rank) }, ...scope },
    sort: { dueOn: 1 },
    limit,
    ...(after ? { after: { values: [after[0]], id: after[1] } } : {}),
  };
};

const isTakeable = ({ state }: Found, caller: Caller, review: boolean): boolean => {
  const dossier = state as Dossier;
  if (!worksOn(caller, dossier)) return false;
  return review || dossier.completed.every(({ subject }) => subject !== caller.subject);
};

const rowOf = ({ id, state }: Found): Row => {
  const dossier = state as Dossier;
  const { opening, status, completed, dueOn, openedOn, claimed, exchanges } = dossier;
  const level = levelOf(dossier);
  return {
    id,
    caseNumber: opening?.caseNumber ?? '',
    item: opening?.item.code ?? '',
    status: status as Row['status'],
    level: completed.length,
    role: level?.role ?? '',
    tier: level ? tierOf(level) : 'department',
    dueOn: dueOn ?? '',
    openedOn: openedOn ?? '',
    division: opening?.division ?? '',
    ...(claimed ? { holder: claimed.name ?? claimed.subject } : {}),
    ...(exchanges.some((exchange) => exchange.status === 'needs-review') ? { review: true } : {}),
  };
};

import { dueAt } from '@yimen/adapter';
import type { Aggregate } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import { isAlive } from './clock.ts';
import type { DossierCommand } from './commands.ts';
import { createDecide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { ExchangeParts } from './exchanges.ts';
import { TOLD_AS } from './facts.ts';
import { type Dossier, levelOf, rankOf, START, tierOf } from './state.ts';

/** What the aggregate is made with. */
export interface DossierParts extends ExchangeParts {
  /** Where the gateway listens: `dossiers.<domain>.v1`. */
  readonly topic: string;
}

const SCHEMA_VERSION = 1;

/** The dossier: one item of a case as the department handles it. */
export const createDossier = (parts: DossierParts): Aggregate<Dossier, DossierCommand> => ({
  name: 'dossier',
  schemaVersion: SCHEMA_VERSION,
  start: START,
  decide: createDecide(parts),
  evolve,
  addresses: ({ type, data }, { caseId }) =>
    isToldType(type) && 'told' in data && caseId !== undefined ? [{ topic: parts.topic, target: caseId }] : [],
  scalars,
  wakeAt: ({ status, signalAt }) => (isAlive(status) ? signalAt : undefined),
  answer,
  // and what stands before them: nobody decides a dossier that another holds, or while its clock stands
  decisions: new Set(['approve', 'refuse', 'settle-exchange', 'claim', 'resume-clock']),
});

const isToldType = (type: string): boolean =>
  (TOLD_AS as Readonly<Record<string, string | undefined>>)[type] !== undefined;

/** What lists, the runner and the inbound door find a dossier by. */
const scalars = (dossier: Dossier): JsonObject => {
  const { opening, handling, exchanges } = dossier;
  if (!opening || !handling) return {};
  const next = exchanges
    .map((exchange) => ({ system: exchange.system, at: dueAt(exchange) }))
    .find((due): due is { system: string; at: string } => due.at !== undefined);
  const review = exchanges.some(({ status }) => status === 'needs-review') && isAlive(dossier.status);
  const receipts = exchanges.flatMap(({ system, receipt }) => (receipt === undefined ? [] : [`${system}:${receipt}`]));
  return {
    status: dossier.status,
    item: opening.item.code,
    division: opening.division,
    caseId: opening.caseId,
    ...waiting(dossier),
    ...(review ? { review: handling.department } : {}),
    ...(next ? { system: next.system, dueAt: next.at } : {}),
    ...(exchanges.length > 0 ? { keys: exchanges.map(({ key }) => key) } : {}),
    ...(receipts.length > 0 ? { receipts } : {}),
  };
};

const waiting = (dossier: Dossier): JsonObject => {
  const level = levelOf(dossier);
  if (!level || !dossier.handling || dossier.withdrawing) return {};
  return {
    list: `${dossier.handling.department}/${tierOf(level)}/${level.role}`,
    rank: rankOf(level.rank),
    dueOn: dossier.dueOn ?? '',
    ...(dossier.claimed ? { holder: dossier.claimed.subject } : {}),
  };
};

const answer = ({ status, completed, milestone, decision }: Dossier): JsonObject => ({
  status,
  level: completed.length,
  ...(milestone === undefined ? {} : { milestone }),
  ...(decision ? { outcome: decision.outcome } : {}),
});

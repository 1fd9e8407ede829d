import { apply, type ExchangeRules, wantExchange, wantInDoubt } from '@yimen/adapter';
import type { Fact } from '@yimen/case-file';
import { isRefusal } from '@yimen/kernel';
import type { Days } from './clock.ts';
import type { Restored } from './commands.ts';
import { fact } from './facts.ts';
import type { Dossier, Exchange } from './state.ts';
import { tellMilestone } from './told.ts';

/** The time after a restore in which a new exchange's key may have been used before, unknown to us. */
export interface Doubt {
  /** System instant at which everything from before had stopped. */
  readonly from: string;
  /** System instant after which nothing is doubted any more. */
  readonly until: string;
  /** Cases received until this business day may have been handled before the restore. */
  readonly receivedUntil: string;
}

/** What is known of the systems, and whether the store was set back of late. */
export interface Doubting {
  /** What is known of a system; undefined when this service does not speak to it. */
  readonly rulesOf: (system: string) => ExchangeRules | undefined;
  /** Set while a restore leaves it in doubt what went out before. */
  readonly doubt?: Doubt;
}

/** A submission that must go out: asked about first while a restore leaves it in doubt whether it went out before. */
export const wanted = (
  { opening, exchanges }: Dossier,
  { system, key, systemAt }: { readonly system: string; readonly key: string; readonly systemAt: string },
  { rulesOf, doubt }: Doubting,
): Exchange => {
  const exchange = { id: String(exchanges.length + 1), system, capability: 'submit', key } as const;
  if (!doubt || systemAt > doubt.until) return wantExchange(exchange, systemAt);
  // who cannot be asked is left to a human only where the case itself is old enough
  const asks = rulesOf(system)?.asks === true;
  const old = opening === undefined || opening.receivedOn <= doubt.receivedUntil;
  return asks || old ? wantInDoubt(exchange, systemAt, doubt.from) : wantExchange(exchange, systemAt);
};

/** The dossier was set back: what is not final at a system is unknown; who was told more is told that it is forgotten. */
export const restored = (
  dossier: Dossier,
  { epoch, point, systemAt, at, forgotten }: Restored,
  { rulesOf, days }: Doubting & { readonly days: Days },
): readonly Fact[] => {
  const moved = dossier.exchanges.flatMap((exchange) => {
    const rules = rulesOf(exchange.system);
    const after = rules ? apply(exchange, { event: 'restored', at: systemAt }, rules) : exchange;
    return isRefusal(after) || after === exchange ? [] : [fact('exchange.moved', { kept: { exchange: after } })];
  });
  if (moved.length === 0 && !forgotten) return [];
  const told = forgotten && dossier.opening ? { told: tellMilestone(dossier, 'restored', at, days) } : {};
  return [fact('dossier.restored', { ...told, kept: { epoch, point, forgotten } }, { edits: true }), ...moved];
};

/** The gateway opens a branch again that is open here: it has forgotten our answers, so one more makes it ask for all. */
export const openedAgain = (dossier: Dossier, at: string, days: Days): readonly Fact[] => [
  fact('opening.repeated', { told: tellMilestone(dossier, dossier.milestone ?? 'opened-before', at, days), kept: {} }),
];

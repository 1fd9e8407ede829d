import { isRefusal } from '@yimen/kernel';
import { apply } from '../apply.ts';
import { dueAt, type Exchange, type ExchangeEvent, type ExchangeRules, type Polls } from '../exchange.ts';
import type { ExchangePort } from '../port.ts';

/** Dossiers in memory, one exchange each: the port for tests. */
export interface MemoryDossiers {
  readonly port: ExchangePort;
  readonly want: (dossierId: string, exchange: Exchange, input: unknown) => void;
  readonly exchange: (dossierId: string) => Exchange;
  readonly polls: (dossierId: string) => Polls | undefined;
  /** What was saved about a dossier, in order. */
  readonly events: (dossierId: string) => readonly ExchangeEvent[];
  /** What comes through the inbound door. */
  readonly push: (dossierId: string, event: ExchangeEvent) => void;
}

interface Dossier {
  exchange: Exchange;
  polls?: Polls;
  readonly input: unknown;
  readonly events: ExchangeEvent[];
}

/** Keeps to the rules of one system, as `decide` of a dossier does. */
export const memoryDossiers = (rules: ExchangeRules): MemoryDossiers => {
  const dossiers = new Map<string, Dossier>();
  const must = (id: string): Dossier => {
    const dossier = dossiers.get(id);
    if (!dossier) throw new Error(`no dossier ${id}`);
    return dossier;
  };
  const save = (id: string, event: ExchangeEvent): boolean => {
    const dossier = must(id);
    const after = apply(dossier.exchange, event, rules);
    if (isRefusal(after) || after === dossier.exchange) return false;
    dossier.exchange = after;
    dossier.events.push(event);
    return true;
  };
  return {
    port: {
      next: async (system, limit, dueBy) =>
        [...dossiers.entries()]
          .map(([dossierId, { exchange, polls, input }]) => ({ dossierId, exchange, input, ...(polls && { polls }) }))
          .filter(({ exchange, polls }) => exchange.system === system && (dueAt(exchange, polls) ?? '~') <= dueBy)
          .slice(0, limit),
      started: async (id, _exchange, at) => (save(id, { event: 'started', at }) ? 'go' : 'no'),
      answered: async (id, _exchange, report) => {
        save(id, report);
      },
      polled: async (id, _exchange, polls) => {
        must(id).polls = polls;
      },
    },
    want: (id, exchange, input) => dossiers.set(id, { exchange, input, events: [] }),
    exchange: (id) => must(id).exchange,
    polls: (id) => must(id).polls,
    events: (id) => must(id).events,
    push: (id, event) => save(id, event),
  };
};

import type { ExchangeEvent, ExchangePort, Polls } from '@yimen/adapter';
import type { Actor, CaseFiles } from '@yimen/case-file';
import { type Clocks, isRefusal, type JsonObject, newId, toInstant } from '@yimen/kernel';
import { type Store, throwOutage } from '@yimen/store';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';
import { createPreparing } from './preparing.ts';
import type { DepartmentRules } from './rules.ts';

/** What the port needs. */
export interface PortParts {
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly store: Store;
  readonly rules: DepartmentRules;
  readonly clocks: Clocks;
  /** Told of refusals and faults of the runner's reports; ids only. */
  readonly onOdd: (facts: JsonObject, sentence: string) => void;
}

interface PolledFile {
  readonly _id: string;
  readonly polls?: Readonly<Record<string, Polls>>;
}

const RUNNER: Actor = { subject: 'exchange-runner', kind: 'system' };

/** The runner's only way to the dossiers: every start and every answer passes the one door. */
export const createPort = ({ files, store, rules, clocks, onOdd }: PortParts): ExchangePort => {
  const dossiers = store.collection<PolledFile>('dossiers');
  /** Beside the state: no version, no history. */
  const note = async (dossierId: string, set: object): Promise<void> => {
    await dossiers.updateOne({ _id: dossierId }, { $set: set as never }).catch(throwOutage);
  };

  const tell = (dossierId: string, exchange: string, event: ExchangeEvent) =>
    files.handle(
      dossierId,
      { step: 'exchange', actor: RUNNER, at: toInstant(clocks.business()), exchange, event },
      { id: `exchange:${exchange}:${event.event}:${newId()}` },
    );
  const polled: ExchangePort['polled'] = (dossierId, exchangeId, polls) =>
    note(dossierId, { [`polls.${exchangeId}`]: polls, 'find.dueAt': polls.nextAt });
  const putOff = (dossierId: string, until: string) => note(dossierId, { 'find.dueAt': until });
  const prepare = createPreparing({ files, rules, clocks, tell, polled, putOff, onOdd });

  return {
    next: async (system, limit, dueBy) => {
      const rows = await files.find({
        where: { system, dueAt: { lte: dueBy } },
        sort: { dueAt: 1 },
        limit,
        fields: ['exchanges'],
      });
      if (rows.length === 0) return [];
      const ids = rows.map(({ id }) => id);
      const counted = await dossiers
        .find({ _id: { $in: ids } }, { projection: { polls: 1 } })
        .toArray()
        .catch(throwOutage);
      const pollsOf = (id: string) => counted.find(({ _id }) => _id === id)?.polls ?? {};
      const works = await Promise.all(
        ids.map((dossierId) => prepare({ dossierId, system, dueBy, polls: pollsOf(dossierId) })),
      );
      return works.flatMap((work) => (work ? [work] : []));
    },
    started: async (dossierId, exchangeId, at) => {
      const outcome = await tell(dossierId, exchangeId, { event: 'started', at });
      return isRefusal(outcome) ? 'no' : 'go';
    },
    answered: async (dossierId, exchangeId, report) => {
      const outcome = await tell(dossierId, exchangeId, report);
      if (isRefusal(outcome))
        onOdd({ dossierId, exchangeId, reason: outcome.refusal }, 'A report about an exchange was refused');
    },
    polled,
  };
};

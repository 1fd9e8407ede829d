import { dueAt, type ExchangeEvent, type ExchangePort, type Polls, type Work } from '@yimen/adapter';
import type { Actor, CaseFiles } from '@yimen/case-file';
import { type Clocks, isRefusal, type JsonObject, newId, toInstant } from '@yimen/kernel';
import { joinPersonal } from '@yimen/personal-data';
import { type Store, throwOutage } from '@yimen/store';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';
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

  const tell = (dossierId: string, exchange: string, event: ExchangeEvent) =>
    files.handle(
      dossierId,
      { step: 'exchange', actor: RUNNER, at: toInstant(clocks.business()), exchange, event },
      { id: `exchange:${exchange}:${event.event}:${newId()}` },
    );
  const polled: ExchangePort['polled'] = async (dossierId, exchangeId, polls) => {
    await dossiers
      .updateOne({ _id: dossierId }, { $set: { [`polls.${exchangeId}`]: polls, 'find.dueAt': polls.nextAt } as never })
      .catch(throwOutage);
  };

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
      const works = await Promise.all(ids.map((id) => workOf(id, counted.find(({ _id }) => _id === id)?.polls ?? {})));
      return works.flatMap((work) => (work ? [work] : []));

      async function workOf(id: string, polls: Readonly<Record<string, Polls>>): Promise<Work | undefined> {
        const file = await files.load(id);
        const exchange = file?.state.exchanges.find((one) => one.system === system && one.nextAt !== undefined);
        if (!file || !exchange) return undefined;
        const own = polls[exchange.id];
        const due = dueAt(exchange, own);
        if (own && due !== undefined && due > dueBy) {
          // a write since the last poll has put the earlier moment back
          await polled(id, exchange.id, own);
          return undefined;
        }
        const input = await inputOf(
          file.state,
          async () => (file.state.personalAt === undefined ? {} : files.reveal(file, file.state.personalAt)),
          rules,
        );
        return { dossierId: id, exchange, input, ...(own ? { polls: own } : {}) };
      }
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

/** What a system is told, in clear; it lives as long as the call. */
const inputOf = async (
  { opening }: Dossier,
  reveal: () => Promise<JsonObject>,
  rules: DepartmentRules,
): Promise<unknown> => {
  const rule = opening && rules[opening.item.code]?.submission;
  if (!opening || !rule) return {};
  const personal = await reveal();
  return rule({
    opening,
    form: joinPersonal(opening.form, objectAt(personal, 'form')),
    applicant: objectAt(personal, 'applicant'),
    numberOf: (code) => opening.documents.find((document) => document.code === code)?.number,
  });
};

const objectAt = (value: JsonObject, key: string): JsonObject => {
  const part = value[key];
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as JsonObject) : {};
};

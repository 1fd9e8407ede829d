import { dueAt, type Exchange, type ExchangeEvent, type Polls, type Work } from '@yimen/adapter';
import type { CaseFile, CaseFiles } from '@yimen/case-file';
import { type Clocks, isOutage, type JsonObject, toInstant } from '@yimen/kernel';
import { joinPersonal } from '@yimen/personal-data';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';
import type { DepartmentRules } from './rules.ts';

/** What preparing needs. */
interface PreparingParts {
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly rules: DepartmentRules;
  readonly clocks: Clocks;
  /** Says to the dossier what happened to its exchange. */
  readonly tell: (dossierId: string, exchangeId: string, event: ExchangeEvent) => Promise<unknown>;
  /** Keeps the counters of polls, and the moment that they name, beside the state. */
  readonly polled: (dossierId: string, exchangeId: string, polls: Polls) => Promise<void>;
  /** Looks no sooner than this system instant again. */
  readonly putOff: (dossierId: string, until: string) => Promise<void>;
  /** Told of faults; ids only. */
  readonly onOdd: (facts: JsonObject, sentence: string) => void;
}

/** Where an exchange of which system is looked for, due by when. */
interface Wanted {
  readonly dossierId: string;
  readonly system: string;
  readonly dueBy: string;
  readonly polls: Readonly<Record<string, Polls>>;
}

/** A dossier that this process cannot even read is not looked at again before this. */
const FAULT_PAUSE_MS = 60_000;

/** Makes the work of a due exchange. One that faults holds up nobody behind it: it is put off, or goes to a human. */
export const createPreparing = (parts: PreparingParts) => {
  const { files, clocks, polled } = parts;

  const prepare = async ({ dossierId, system, dueBy, polls }: Wanted): Promise<Work | undefined> => {
    const file = await files.load(dossierId);
    const exchange = file?.state.exchanges.find((one) => one.system === system && one.nextAt !== undefined);
    if (!file || !exchange) return undefined;
    const own = polls[exchange.id];
    const due = dueAt(exchange, own);
    if (own && due !== undefined && due > dueBy) {
      // a write since the last poll has put the earlier moment back
      await polled(dossierId, exchange.id, own);
      return undefined;
    }
    const made = isToBeSent(exchange) ? await madeOf(parts, file, exchange) : { input: undefined };
    return made && { dossierId, exchange, ...made, ...(own ? { polls: own } : {}) };
  };

  return async (wanted: Wanted): Promise<Work | undefined> => {
    try {
      return await prepare(wanted);
    } catch (fault) {
      noteFault(parts, wanted.dossierId, fault, 'An exchange could not be prepared');
      await parts.putOff(wanted.dossierId, toInstant(clocks.system() + FAULT_PAUSE_MS));
      return undefined;
    }
  };
};

/** Who only asks about a submission needs nothing of what it said. */
const isToBeSent = ({ status, capability }: Exchange): boolean => status === 'wanted' || capability === 'query';

/** What a system is told; undefined, and a human is called, when our own rule or data fault. */
const madeOf = async (parts: PreparingParts, file: CaseFile<Dossier>, exchange: Exchange) => {
  const { files, rules, clocks, tell } = parts;
  const { personalAt } = file.state;
  try {
    const reveal = async () => (personalAt === undefined ? {} : files.reveal(file, personalAt));
    return { input: await inputOf(file.state, reveal, rules) };
  } catch (fault) {
    noteFault(parts, file.id, fault, 'A submission could not be made of a dossier');
    const detail = `a submission could not be made of the dossier: ${nameOf(fault)}`;
    await tell(file.id, exchange.id, { event: 'gave-up', at: toInstant(clocks.system()), detail });
    return undefined;
  }
};

/** An outage is everybody's, and thrown on. */
const noteFault = ({ onOdd }: PreparingParts, dossierId: string, fault: unknown, sentence: string): void => {
  if (isOutage(fault)) throw fault;
  onOdd({ dossierId, fault: nameOf(fault) }, sentence);
};

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : typeof fault);

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
    numberOf: (code) => opening.outputs.find((output) => output.code === code)?.number,
  });
};

const objectAt = (value: JsonObject, key: string): JsonObject => {
  const part = value[key];
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as JsonObject) : {};
};

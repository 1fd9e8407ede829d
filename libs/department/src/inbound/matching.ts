import type { Actor, CaseFiles } from '@yimen/case-file';
import { type Clocks, isOutage, isRefusal, type JsonObject, toInstant } from '@yimen/kernel';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';
import type { Arrivals, StoredArrival } from './arrivals.ts';

/** What matching needs. */
export interface MatchingParts {
  readonly arrivals: Arrivals;
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly clocks: Clocks;
  readonly onOdd: (facts: JsonObject, sentence: string) => void;
  readonly sweepMs?: number;
}

/** Brings arrivals to their dossiers, in the order they came due. */
export interface Matching {
  /** Tries what is due; answers how many found their dossier. */
  readonly sweep: () => Promise<number>;
  readonly nudge: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

const BATCH = 50;
const SWEEP_MS = 1_000;

/** Makes the matching of one department. Replicas may match the same arrival: the cause keeps it once. */
export const createMatching = ({ arrivals, files, clocks, onOdd, sweepMs = SWEEP_MS }: MatchingParts): Matching => {
  let running: Promise<number> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const find = async ({ system, ourKey, theirReceipt }: StoredArrival) => {
    const where = ourKey === undefined ? { receipts: `${system}:${theirReceipt ?? ''}` } : { keys: ourKey };
    const rows = await files.find({ where, limit: 2, fields: ['exchanges'] });
    const [row] = rows;
    // their number on two dossiers is nobody's
    if (!row || rows.length > 1) return undefined;
    const { exchanges } = row.state as Pick<Dossier, 'exchanges'>;
    const exchange = exchanges.find(
      (one) => one.system === system && (ourKey === undefined ? one.receipt === theirReceipt : one.key === ourKey),
    );
    return exchange && { dossier: row.id, exchange: exchange.id };
  };

  const match = async (arrival: StoredArrival): Promise<boolean> => {
    const found = await find(arrival);
    if (!found) {
      await arrivals.postpone(arrival, 'no dossier has this key or receipt yet');
      return false;
    }
    for (const command of commandsOf(arrival, found.exchange, clocks)) {
      const outcome = await files.handle(found.dossier, command, { id: `arrival:${arrival._id}:${command.step}` });
      if (!isRefusal(outcome)) continue;
      onOdd({ arrival: arrival._id, dossier: found.dossier, reason: outcome.refusal }, 'An arrival was refused');
      await arrivals.setAside(arrival._id, found.dossier, outcome.refusal);
      return false;
    }
    await arrivals.matched(arrival._id, found.dossier);
    return true;
  };

  /** One that faults is put off, in plain sight, and holds up none of those behind it. */
  const matchAlone = async (arrival: StoredArrival): Promise<boolean> => {
    try {
      return await match(arrival);
    } catch (fault) {
      if (isOutage(fault)) throw fault;
      const name = fault instanceof Error ? fault.name : typeof fault;
      onOdd({ arrival: arrival._id, fault: name }, 'Matching an arrival faulted');
      await arrivals.postpone(arrival, `fault: ${name}`);
      return false;
    }
  };

  const run = async (): Promise<number> => {
    let matched = 0;
    for (;;) {
      again = false;
      const due = await arrivals.due(BATCH);
      for (const arrival of due) if (await matchAlone(arrival)) matched += 1;
      if (due.length < BATCH && !again) return matched;
    }
  };
  const sweep = (): Promise<number> => {
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
  const nudge = (): void => {
    void sweep().catch((fault: unknown) => {
      if (!isOutage(fault))
        onOdd({ fault: fault instanceof Error ? fault.name : typeof fault }, 'Matching arrivals faulted');
    });
  };

  return {
    sweep,
    nudge,
    start: () => {
      timer ??= setInterval(nudge, sweepMs);
      nudge();
    },
    stop: async () => {
      clearInterval(timer);
      await running?.catch(() => 0);
    },
  };
};

const commandsOf = (
  { system, receivedAt, answer, milestone }: StoredArrival,
  exchange: string,
  clocks: Clocks,
): readonly DossierCommand[] => {
  const actor: Actor = { subject: system, kind: 'system' };
  const at = toInstant(clocks.business());
  const isVerdict = answer?.answer === 'accepted' || answer?.answer === 'rejected' || answer?.answer === 'pending';
  return [
    ...(milestone ? [{ step: 'milestone', actor, at, milestone } as const] : []),
    ...(answer && isVerdict
      ? [{ step: 'exchange', actor, at, exchange, event: { event: 'pushed', at: receivedAt, answer } } as const]
      : []),
  ];
};

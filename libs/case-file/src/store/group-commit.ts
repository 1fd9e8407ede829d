import { Outage } from '@yimen/kernel';
import type { Limits } from '../limits.ts';
import type { CaseStore, Probe, WriteOperation } from './port.ts';
import { turn } from './turn.ts';

/** What became of one write: it is stored; another was first; or a unique index refused it. */
type Verdict = { readonly is: 'won' } | { readonly is: 'lost' } | { readonly is: 'clash' };

/** Hands one write to the next bulk; throws `Outage` when the outcome stays unknown or there is no room. */
export type Commit = (operation: WriteOperation) => Promise<Verdict>;

interface Waiter {
  readonly operation: WriteOperation;
  readonly giveUpAt: number;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** What the group commit needs of the world. */
export interface GroupCommitParts {
  readonly store: Pick<CaseStore, 'write' | 'probe'>;
  readonly limits: Limits;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const WON: Verdict = { is: 'won' };
const LOST: Verdict = { is: 'lost' };
const CLASH: Verdict = { is: 'clash' };

/**
 * While a bulk is under way the next gathers, and when many wait a second one goes beside it; each conflict is told to
 * the caller whose write it was. No document is in two bulks at once.
 */
export const createGroupCommit = ({ store, limits, now, pause }: GroupCommitParts): Commit => {
  let queue: Waiter[] = [];
  let lanes = 0;
  const underWay = new Set<string>();

  const run = async (): Promise<void> => {
    // every command that is ready in this turn of the loop joins the first bulk: round trips cost more than waiting
    await turn();
    for (;;) {
      const { bulk, rest } = take(queue, underWay, limits, now());
      queue = rest;
      // in the same turn as the last look at the queue, or a write could fall between; what waits for a document of
      // another lane is taken by that
      if (bulk.length === 0) {
        lanes -= 1;
        return;
      }
      await send(bulk);
    }
  };

  const send = async (bulk: readonly Waiter[]): Promise<void> => {
    for (const { operation } of bulk) underWay.add(operation.id);
    try {
      await settle(bulk);
    } catch (fault) {
      for (const waiter of bulk) waiter.reject(fault);
    } finally {
      for (const { operation } of bulk) underWay.delete(operation.id);
    }
  };

  const settle = async (bulk: readonly Waiter[]): Promise<void> => {
    let open = bulk;
    while (open.length > 0) {
      open = await once(open);
      if (open.length === 0) return;
      const expired = open.filter((waiter) => now() >= waiter.giveUpAt);
      for (const waiter of expired) waiter.reject(new Outage('The outcome of a write could not be learned in time.'));
      open = open.filter((waiter) => !expired.includes(waiter));
      if (open.length > 0) await pause(limits.settlePauseMs);
    }
  };

  /** Sends a bulk and answers those whose outcome is definite; the others remain. */
  const once = async (bulk: readonly Waiter[]): Promise<readonly Waiter[]> => {
    const result = await store.write(bulk.map((waiter) => waiter.operation)).catch((error: unknown) => ({ error }));
    if ('error' in result && !(result.error instanceof Outage)) return alone(bulk, result.error);
    if ('error' in result) return look(bulk, undefined);
    if (result.inserted + result.matched === bulk.length) {
      for (const waiter of bulk) waiter.resolve(WON);
      return [];
    }
    for (const { id, message } of result.refused)
      bulk.find(({ operation }) => operation.id === id)?.reject(new Error(`A write was refused: ${message}`));
    return look(
      bulk.filter(({ operation: { id } }) => !result.refused.some((one) => one.id === id)),
      result.duplicates,
    );
  };

  /** A read that shows nothing proves nothing: who is neither there nor overtaken is sent again. */
  const look = async (
    bulk: readonly Waiter[],
    duplicates: readonly string[] | undefined,
  ): Promise<readonly Waiter[]> => {
    const asked = bulk.map(({ operation: { id, nonce } }) => (nonce === undefined ? { id } : { id, nonce }));
    const probes = await store.probe(asked).catch((error: unknown) => {
      if (error instanceof Outage) return undefined;
      throw error;
    });
    if (!probes) return bulk;
    const byId = new Map(probes.map((probe) => [probe.id, probe]));
    return bulk.filter((waiter) => {
      const verdict = judge(waiter.operation, byId.get(waiter.operation.id), duplicates);
      if (verdict) waiter.resolve(verdict);
      return !verdict;
    });
  };

  /** Not an outage: one operation spoils the bulk. Each goes alone, so that only the guilty one fails. */
  const alone = async (bulk: readonly Waiter[], error: unknown): Promise<readonly Waiter[]> => {
    const [only, ...others] = bulk;
    if (only && others.length === 0) {
      only.reject(error);
      return [];
    }
    const open: Waiter[] = [];
    for (const waiter of bulk) open.push(...(await once([waiter])));
    return open;
  };

  return (operation) =>
    new Promise((resolve, reject) => {
      if (queue.length >= limits.queueLimit) {
        reject(new Outage('Too many writes are waiting.', { retryAfterS: 1 }));
        return;
      }
      queue.push({ operation, giveUpAt: now() + limits.commandTimeoutMs, resolve, reject });
      if (lanes > 0 && (lanes >= limits.bulksUnderWay || queue.length < limits.gatheredWrites)) return;
      lanes += 1;
      void run();
    });
};

/** The first bulk of a queue: one operation per document, none of a document under way, bounded in number and bytes; those too late are told so. */
const take = (
  queue: readonly Waiter[],
  underWay: ReadonlySet<string>,
  limits: Limits,
  now: number,
): { bulk: Waiter[]; rest: Waiter[] } => {
  const bulk: Waiter[] = [];
  const rest: Waiter[] = [];
  const ids = new Set(underWay);
  let bytes = 0;
  for (const waiter of queue) {
    const { id, bytes: size } = waiter.operation;
    if (now >= waiter.giveUpAt) {
      waiter.reject(new Outage('A write waited too long for its turn.'));
      continue;
    }
    const fits = bulk.length < limits.bulkLimit && (bulk.length === 0 || bytes + size <= limits.bulkLimitBytes);
    if (!fits || ids.has(id)) {
      rest.push(waiter);
      ids.add(id);
      continue;
    }
    bulk.push(waiter);
    ids.add(id);
    bytes += size;
  }
  return { bulk, rest };
};

/** What a majority read tells of one write; `duplicates` are those of an acknowledged bulk. */
const judge = (
  operation: WriteOperation,
  probe: Probe | undefined,
  duplicates: readonly string[] | undefined,
): Verdict | undefined => {
  if (operation.nonce !== undefined && probe?.nonces.includes(operation.nonce)) return WON;
  const refused = duplicates?.includes(operation.id) ?? false;
  if (operation.kind === 'insert') {
    if (probe) return LOST;
    return refused ? CLASH : undefined;
  }
  if (!probe) return duplicates ? LOST : undefined;
  if (probe.version > operation.version) return LOST;
  return refused ? CLASH : undefined;
};

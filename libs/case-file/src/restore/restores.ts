import { type Store, throwOutage } from '@yimen/store';
import type { ToldBefore } from '../history/counters.ts';
import type { Forgotten } from '../history/draft.ts';
import { requireNoBarrier } from './barrier.ts';
import { type Cut, type Restore, type RestoreDocument, restoreCollections } from './record.ts';

/** What a service must know of the restores of its store, and what is still to be done about them. */
export interface Restores extends Forgotten {
  /** The latest one, or undefined when this store was never restored. */
  readonly last: Restore | undefined;
  /** Whether an entry stands on a topic only: every store that could have made it was set back. Its message is passed over. */
  readonly isVoid: (entryhash: string) => boolean;
  /**
   * Has the work of each restore done that is not yet done, oldest first, and remembers that. Before anything else of the
   * service runs; safe to be done by several replicas at once.
   */
  readonly settle: (work: (restore: Restore, cuts: readonly Cut[]) => Promise<void>) => Promise<void>;
}

/**
 * Reads the restores of a store; a store that was never restored costs two questions. Throws while one is under way:
 * a service that started now would not know what to put right, and would send again what went out in the lost time.
 */
export const openRestores = async (store: Store): Promise<Restores> => {
  await requireNoBarrier(store);
  const { restores, cuts, voids } = restoreCollections(store);
  const known = await restores.find({}).sort({ _id: 1 }).toArray().catch(throwOutage);
  const told = new Map<string, readonly ToldBefore[]>();
  const hashes = new Set<string>();
  const epochs = known.map(({ _id }) => _id);
  if (known.length > 0) {
    for await (const cut of cuts.find({ epoch: { $in: epochs } })) told.set(cut.file, highest(told.get(cut.file), cut));
    for await (const document of voids.find({})) for (const hash of document.hashes) hashes.add(hash);
  }
  const last = known.at(-1);
  return {
    last: last && restoreOf(last),
    isVoid: (hash) => hashes.has(hash),
    toldBefore: (id) => told.get(id),
    revisionsAbove: (last?._id ?? 0) * REVISIONS,
    settle: async (work) => {
      for (const document of known) {
        // what was not done when it was read another replica may have done by now, and started
        if (document.done || (await restores.findOne({ _id: document._id }).catch(throwOutage))?.done) continue;
        const mine = await cuts.find({ epoch: document._id }).toArray().catch(throwOutage);
        await work(restoreOf(document), mine);
        await restores.updateOne({ _id: document._id }, { $set: { done: true } }).catch(throwOutage);
      }
    },
  };
};

/** More than any file has between two restores. */
const REVISIONS = 1_000_000;

const restoreOf = ({ _id, done: _, run: __, ...rest }: RestoreDocument): Restore => ({ epoch: _id, ...rest });

const highest = (before: readonly ToldBefore[] = [], { told }: Cut): readonly ToldBefore[] => {
  const targets = new Map(before.map(({ target, n }) => [target, n]));
  for (const { target, n } of told) targets.set(target, Math.max(n, targets.get(target) ?? 0));
  return [...targets].map(([target, n]) => ({ target, n }));
};

import { type Barrier, liftBarriers, raiseBarrier, readBarriers } from '@yimen/case-file';
import { connectStore, type Store } from '@yimen/store';
import { partsOf, type Target } from '../platform.ts';

/** Works on one database of a target, on a connection of its own. */
export const withStore = async <T>(
  { mongodbUrl: url }: Pick<Target, 'mongodbUrl'>,
  database: string,
  work: (store: Store) => Promise<T>,
): Promise<T> => {
  const store = await connectStore({ url, database, poolSize: 4 });
  return work(store).finally(store.close);
};

const inEach = async (target: Target, work: (store: Store) => Promise<void>): Promise<void> => {
  for (const { database } of partsOf(target)) await withStore(target, database, work);
};

/** Keeps every service of a target from starting, or moves that on to another phase. */
export const raiseBarriers = (target: Target, barrier: Barrier): Promise<void> =>
  inEach(target, (store) => raiseBarrier(store, barrier));

/** Lets all services start again. */
export const lift = (target: Target): Promise<void> => inEach(target, liftBarriers);

const PHASES: readonly Barrier['phase'][] = ['data', 'stock', 'done'];

/**
 * The restore that stands half-way on a target, in the furthest phase that any of its databases says: each phase begins
 * everywhere only when the one before has ended everywhere.
 */
export const halfwayOf = async (target: Target): Promise<Barrier | undefined> => {
  const found: Barrier[] = [];
  await inEach(target, async (store) => void found.push(...(await readBarriers(store))));
  return found.toSorted((a, b) => PHASES.indexOf(b.phase) - PHASES.indexOf(a.phase))[0];
};

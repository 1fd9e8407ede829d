import type { JsonObject } from '@yimen/kernel';
import { type Collection, type Store, throwOutage } from '@yimen/store';

/** A restore that is under way; while a store has one, no service starts on it. */
export interface Barrier {
  /** One restore, through all its stores and tries. */
  readonly run: string;
  /** `data`: data is being put back · `stock`: it is back, and what is lost is being found · `done`: all is written down. */
  readonly phase: 'data' | 'stock' | 'done';
  /** What the operator's tool needs to go on. */
  readonly note: JsonObject;
}

type BarrierDocument = Omit<Barrier, 'run'> & { readonly _id: string };

const barriersOf = (store: Store): Collection<BarrierDocument> => store.collection('restore-barriers');

/** Raises a barrier, or moves it on to another phase. */
export const raiseBarrier = async (store: Store, { run, ...rest }: Barrier): Promise<void> => {
  await barriersOf(store).replaceOne({ _id: run }, rest, { upsert: true }).catch(throwOutage);
};

/** The barriers of a store; none in ordinary times. */
export const readBarriers = async (store: Store): Promise<readonly Barrier[]> => {
  const found = await barriersOf(store).find({}).toArray().catch(throwOutage);
  return found.map(({ _id: run, ...rest }) => ({ run, ...rest }));
};

/** Lets services start again; the last act of a restore. */
export const liftBarriers = async (store: Store): Promise<void> => {
  await barriersOf(store).deleteMany({}).catch(throwOutage);
};

/** Throws one sentence when a restore of this store has not come to its end: what it must put right is not known yet. */
export const requireNoBarrier = async (store: Store): Promise<void> => {
  const [barrier] = await readBarriers(store);
  if (barrier)
    throw new Error('A restore of this database has not come to its end: go on with `ops restore FOLDER --resume`.');
};

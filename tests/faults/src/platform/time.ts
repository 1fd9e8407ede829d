import { connectStore } from '@yimen/store';
import type { Stage } from './stage.ts';

/** The law's clock as the store has it, which no bent process can change. */
export interface LawTime {
  /** Business time, ms. */
  readonly now: () => Promise<number>;
  /** Moves it forward for everybody. */
  readonly advanceTo: (instant: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the platform's business clock. */
export const openLawTime = async ({ stack }: Stage): Promise<LawTime> => {
  const store = await connectStore({ url: stack.urls.mongodb, database: 'yimen_platform' });
  const clock = store.collection<{ _id: string; offsetMs: number }>('clock');
  const now = async (): Promise<number> => {
    const found = await clock.findOne({ _id: 'business' });
    if (!found) throw new Error('There is no business clock.');
    return Date.now() + found.offsetMs;
  };
  return {
    now,
    advanceTo: async (instant) => {
      await clock.updateOne({ _id: 'business' }, { $max: { offsetMs: Date.parse(instant) - Date.now() } });
    },
    close: () => store.close(),
  };
};

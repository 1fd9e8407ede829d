import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES, trafficOf } from '@yimen/local';
import { connectStore } from '@yimen/store';
import { readLags } from '../checker/gather/topics.ts';
import type { Stage } from '../platform/stage.ts';

const LOOK_MS = 250;

/** Waits until nothing is under way any more, `limitMs` at most; what still waits then is for the checker to find. */
export const drain = async ({ stack }: Stage, limitMs: number): Promise<void> => {
  const stores = await Promise.all(
    SERVICES.map(async (service) => {
      const { database, aggregate: kind } = trafficOf(service);
      return { store: await connectStore({ url: stack.urls.mongodb, database }), kind };
    }),
  );
  const isQuiet = async (): Promise<boolean> => {
    for (const { store, kind } of stores) {
      const files = store.collection(`${kind}s`);
      if (await files.findOne({ relayAt: { $gt: 0 } }, { projection: { _id: 1 } })) return false;
      if (await store.collection(`${kind}-debts`).findOne({}, { projection: { _id: 1 } })) return false;
      if (await files.findOne({ 'find.dueAt': { $exists: true } }, { projection: { _id: 1 } })) return false;
    }
    const lags = await readLags(stack.urls.kafkaBrokers);
    return lags.every(({ total }) => total === 0);
  };
  try {
    for (const until = performance.now() + limitMs; performance.now() < until; await pause(LOOK_MS))
      if (await isQuiet().catch(() => false)) return;
  } finally {
    await Promise.all(stores.map(({ store }) => store.close()));
  }
};

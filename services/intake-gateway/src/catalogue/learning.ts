import { setTimeout as pause } from 'node:timers/promises';
import { itemsTopic } from '@yimen/contracts';
import { Poison, readRange } from '@yimen/messaging';
import type { Ground } from '../ground.ts';
import { createPublicationIntake, createPublicationReader, noteLearnt } from './publications.ts';

const AGAIN_MS = 1_000;

/**
 * Reads once all that was published so far, until it has succeeded or `signal` aborts, and notes it in the store: for a
 * process whose store does not have them all yet, and which could otherwise only say of an item that there is none.
 */
export const learnCatalogue = async (
  ground: Pick<Ground, 'broker' | 'store' | 'validators' | 'publications' | 'catalogue'>,
  { signal, onFault }: { readonly signal: AbortSignal; readonly onFault: (fault: unknown) => void },
): Promise<void> => {
  const { broker, store, validators, publications, catalogue } = ground;
  const read = createPublicationReader(validators);
  const take = createPublicationIntake(publications, catalogue);
  while (!signal.aborted) {
    try {
      await readRange(broker, {
        topics: [itemsTopic],
        each: async (message) => {
          const { value: _, ...place } = message;
          await poisonAside(async () => take([{ ...place, event: read(message) }]));
        },
      });
      return await noteLearnt(store);
    } catch (fault) {
      if (signal.aborted) return;
      onFault(fault);
      await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }
};

/** The consumer of the same topic puts poison aside; here it is passed over. */
const poisonAside = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Poison)) throw error;
  }
};

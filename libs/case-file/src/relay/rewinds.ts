import { Outage } from '@yimen/kernel';
import type { OutgoingEvent } from './message.ts';
import type { Reading } from './reading.ts';

/** Targets that wait to be told again. */
export interface Rewinds {
  /** Joins what already waits for the same target; answers how many messages were repeated. Throws an outage when too many wait. */
  readonly ask: (id: string, target: string, fromSequence: number) => Promise<number>;
  /** Tells the one that waits longest; never throws. */
  readonly tellNext: () => Promise<void>;
  readonly waiting: () => number;
  /** Fails what still waits, and all that come later: the targets ask again. */
  readonly end: () => void;
}

/** What rewinds need. */
export interface RewindsParts {
  readonly reading: Pick<Reading, 'again'>;
  readonly publish: (messages: readonly OutgoingEvent[]) => Promise<void>;
  readonly limit: number;
}

interface Rewind {
  readonly id: string;
  readonly target: string;
  fromSequence: number;
  readonly told: PromiseWithResolvers<number>;
}

/** Keeps one rewind per file and target, `limit` in all. */
export const createRewinds = ({ reading, publish, limit }: RewindsParts): Rewinds => {
  const queue = new Map<string, Rewind>();
  let ended = false;
  return {
    ask: (id, target, fromSequence) => {
      const known = queue.get(`${id}|${target}`);
      if (known) {
        known.fromSequence = Math.min(known.fromSequence, fromSequence);
        return known.told.promise;
      }
      if (ended || queue.size >= limit) return Promise.reject(new Outage('Too many ask to be told again.'));
      const told = Promise.withResolvers<number>();
      queue.set(`${id}|${target}`, { id, target, fromSequence, told });
      return told.promise;
    },
    tellNext: async () => {
      for (const [key, { id, target, fromSequence, told }] of queue) {
        queue.delete(key);
        await reading
          .again(id, target, fromSequence)
          .then(async (messages) => {
            await publish(messages);
            return messages.length;
          })
          .then(told.resolve, told.reject);
        return;
      }
    },
    waiting: () => queue.size,
    end: () => {
      ended = true;
      for (const { told } of queue.values()) told.reject(new Outage('This process stops.'));
      queue.clear();
    },
  };
};

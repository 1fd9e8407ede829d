import { isOutage } from '@yimen/kernel';
import type { Log } from './broker.ts';
import type { Bury } from './dead-letters.ts';
import type { IncomingMessage, ReadMessage } from './messages.ts';

/** Thrown on a message that no further try will help: it is put aside at once, its message as the reason to be read. */
export class Poison extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Poison';
  }
}

/** How often one message may fault before it is put aside. */
export const FAULT_LIMIT = 3;

/** What a consumer does with messages. */
export interface Handling<T> {
  /** Makes an event of a message; what it throws on is poison. */
  readonly read: (message: IncomingMessage) => T;
  /**
   * Handles messages of one partition, in order. An outage, or any error but Poison, means: not done, bring them again.
   * It must therefore bear repeats, and never wait for slow things.
   */
  readonly onBatch: (messages: readonly ReadMessage<T>[]) => Promise<void>;
  readonly dead: Bury;
}

/** What has been handled since the start. */
export interface HandlingCounts {
  messages: number;
  batches: number;
  /** Messages that were put aside. */
  dead: number;
  /** Slices that were put off because something was away. */
  outages: number;
  /** Tries of single messages that went wrong otherwise. */
  faults: number;
}

type Pair<T> = readonly [message: ReadMessage<T>, original: IncomingMessage];

/** Handles a slice of one partition and resolves when it is done with; otherwise throws, and the slice comes again. */
export type HandleSlice = (slice: readonly IncomingMessage[]) => Promise<void>;

/**
 * Makes the handler of slices: poison is put aside at once; when a slice faults, its messages are tried one by one, and
 * one that faults `FAULT_LIMIT` times is put aside, so that its partition goes on.
 */
export const createHandling = <T>(handling: Handling<T>, counts: HandlingCounts, log: Log | undefined): HandleSlice => {
  const { read, onBatch, dead } = handling;
  const faults = createFaults();

  const bury = async (message: IncomingMessage, reason: string) => {
    await dead(message, reason);
    faults.buried(message);
    counts.dead++;
    log?.error({ ...placeOf(message), reason }, 'A message was put aside.');
  };

  const tryOne = async (message: ReadMessage<T>, original: IncomingMessage) => {
    try {
      await onBatch([message]);
    } catch (error) {
      if (isOutage(error)) throw error;
      if (error instanceof Poison) return bury(original, reasonOf(error, 'fault'));
      counts.faults++;
      const times = faults.add(message);
      log?.error({ ...placeOf(message), times, err: error }, 'Handling a message faulted.');
      if (times < FAULT_LIMIT) throw error;
      await bury(original, reasonOf(error, 'fault'));
    }
  };

  const tryAll = async (readable: readonly Pair<T>[]) => {
    counts.batches++;
    if (readable.length > 1) {
      try {
        return await onBatch(readable.map(([message]) => message));
      } catch (error) {
        if (isOutage(error)) throw error;
      }
    }
    for (const [message, original] of readable) await tryOne(message, original);
  };

  return async (slice) => {
    const readable: Pair<T>[] = [];
    const poison: [IncomingMessage, string][] = [];
    for (const message of slice) {
      if (faults.isBuried(message)) continue;
      try {
        const { value: _, ...place } = message;
        readable.push([{ ...place, event: read(message) }, message]);
      } catch (error) {
        poison.push([message, reasonOf(error, 'unreadable')]);
      }
    }
    if (readable.length > 0) await tryAll(readable);
    for (const [message, reason] of poison) await bury(message, reason);
    counts.messages += slice.length;
    if (slice[0]) faults.sliceDone(slice[0]);
  };
};

/** Only poison speaks for itself: what other errors say may hold what must not be read. */
const reasonOf = (error: unknown, kind: 'unreadable' | 'fault'): string => {
  if (error instanceof Poison) return error.message;
  return `${kind}: ${error instanceof Error ? error.name : 'unknown'}`;
};

const placeOf = ({ topic, partition, offset }: Place) => ({ topic, partition, offset });

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** What the slice that each partition is at has come to so far, kept until it is done. */
const createFaults = () => {
  const partitions = new Map<string, Map<string, number>>();
  const partitionOf = ({ topic, partition }: Place) => `${topic}/${partition}`;
  const timesOf = (place: Place) => partitions.get(partitionOf(place))?.get(place.offset) ?? 0;
  const set = (place: Place, times: number) => {
    const messages = partitions.get(partitionOf(place)) ?? new Map<string, number>();
    partitions.set(partitionOf(place), messages.set(place.offset, times));
    return times;
  };
  return {
    add: (place: Place): number => set(place, timesOf(place) + 1),
    buried: (place: Place): number => set(place, Number.POSITIVE_INFINITY),
    isBuried: (place: Place): boolean => timesOf(place) === Number.POSITIVE_INFINITY,
    sliceDone: (place: Place): void => {
      partitions.delete(partitionOf(place));
    },
  };
};

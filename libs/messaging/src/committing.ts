import type { Consumer } from 'kafkajs';
import { endsWithin } from './limits.ts';

/** A commit without an answer for so long is given up; the driver can lose one for good when its broker restarts. */
const COMMIT_LIMIT_MS = 15_000;

/** Offsets go to the broker so often at the most; what a crash leaves uncommitted is read again and dropped as repeats. */
const COMMIT_PAUSE_MS = 200;

interface Offset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Commits what was handled, without making the next fetch wait for it. */
export interface Committer {
  /** Everything up to this offset of a partition is done with. */
  readonly handled: (topic: string, partition: number, offset: string) => void;
  /** Forgets what waits: after a rebalance its partitions may be another's. */
  readonly forget: () => void;
  /** Commits at once what waits, and resolves; from then on nothing that is refused is tried again. */
  readonly end: () => Promise<void>;
}

/**
 * One commit at a time, always the newest offsets. A refused one (a rebalance, a broker away) is tried again until the
 * partitions are shared out anew: whoever has them then reads some messages again, which handlers must bear anyway.
 * `onRefused` hears how many were refused since one was taken.
 */
export const createCommitter = (
  consumer: Pick<Consumer, 'commitOffsets'>,
  onRefused: (error: unknown, inARow: number) => void,
  { limitMs = COMMIT_LIMIT_MS, pauseMs = COMMIT_PAUSE_MS }: { limitMs?: number; pauseMs?: number } = {},
): Committer => {
  let waiting = new Map<string, Offset>();
  let sharing = 0; // counts how often the partitions were shared out
  let running: Promise<void> | undefined;
  let inARow = 0;
  let ending = false;
  const commit = async (offsets: Map<string, Offset>): Promise<void> => {
    const during = sharing;
    const failed = await failureOf(limitMs, consumer.commitOffsets([...offsets.values()]));
    if (failed === undefined) {
      inARow = 0;
      return;
    }
    onRefused(failed, ++inARow);
    if (during === sharing && !ending) waiting = new Map([...offsets, ...waiting]);
  };
  const run = async () => {
    while (waiting.size > 0) {
      const offsets = waiting;
      waiting = new Map();
      await commit(offsets);
      await rest();
    }
    running = undefined;
  };
  let hurry = (): void => {};
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      if (ending) return resolve();
      const timer = setTimeout(resolve, pauseMs);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    handled: (topic, partition, offset) => {
      waiting.set(`${topic}/${partition}`, { topic, partition, offset: String(BigInt(offset) + 1n) });
      running ??= run();
    },
    forget: () => {
      sharing++;
      inARow = 0;
      waiting.clear();
    },
    end: async () => {
      ending = true;
      hurry();
      await running;
    },
  };
};

/** What went wrong with a commit, `undefined` when nothing did. */
const failureOf = async (limitMs: number, answer: Promise<void>): Promise<unknown> => {
  let failure: unknown;
  const answered = await endsWithin(
    limitMs,
    answer.catch((error: unknown) => {
      failure = error ?? new Error('A commit was refused.');
    }),
  );
  return answered ? failure : new Error('A commit was not answered.');
};

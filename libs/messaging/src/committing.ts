import type { Consumer } from 'kafkajs';
import { endsWithin } from './limits.ts';

/** A commit without an answer for so long is given up; the driver can lose one for good when its broker restarts. */
const COMMIT_LIMIT_MS = 15_000;

/** Offsets go to the broker so often at the most; what a crash leaves uncommitted is read again and dropped as repeats. */
const COMMIT_PAUSE_MS = 200;

/** Commits what was handled, without making the next fetch wait for it. */
export interface Committer {
  /** Everything up to this offset of a partition is done with. */
  readonly handled: (topic: string, partition: number, offset: string) => void;
  /** Forgets what waits: after a rebalance its partitions may be another's. */
  readonly forget: () => void;
  /** Resolves when nothing waits any more. */
  readonly settled: () => Promise<void>;
}

/**
 * One commit at a time, always the newest offsets. A refused one (a rebalance, a broker away) is dropped: whoever has the
 * partition next reads some messages again, which handlers must bear anyway.
 */
export const createCommitter = (
  consumer: Pick<Consumer, 'commitOffsets'>,
  onRefused: (error: unknown) => void,
  { limitMs = COMMIT_LIMIT_MS, pauseMs = COMMIT_PAUSE_MS }: { limitMs?: number; pauseMs?: number } = {},
): Committer => {
  let waiting = new Map<string, { topic: string; partition: number; offset: string }>();
  let running: Promise<void> | undefined;
  const run = async () => {
    while (waiting.size > 0) {
      const offsets = [...waiting.values()];
      waiting = new Map();
      const answered = await endsWithin(limitMs, consumer.commitOffsets(offsets).catch(onRefused));
      if (!answered) onRefused(new Error('A commit was not answered.'));
      await rest();
    }
    running = undefined;
  };
  let hurried = false;
  let hurry = (): void => {};
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      if (hurried) return resolve();
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
    forget: () => waiting.clear(),
    settled: async () => {
      hurried = true;
      hurry();
      await running;
      hurried = false;
    },
  };
};

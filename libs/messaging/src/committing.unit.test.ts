import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { createCommitter } from './committing.ts';

const setUp = (limitMs?: number) => {
  const commits: { partition: number; offset: string }[][] = [];
  let release: (() => void) | undefined;
  let refuse = false;
  let refused = 0;
  const driver: Parameters<typeof createCommitter>[0] = {
    commitOffsets: (offsets) => {
      commits.push(offsets.map(({ partition, offset }) => ({ partition, offset })));
      if (refuse) return Promise.reject(new Error('rebalance'));
      return new Promise((resolve) => {
        release = resolve;
      });
    },
  };
  const committer = createCommitter(driver, () => refused++, {
    ...(limitMs === undefined ? {} : { limitMs }),
    pauseMs: 5,
  });
  return { committer, commits, refused: () => refused, release: () => release?.(), refuse: () => (refuse = true) };
};

describe('offsets of handled messages', () => {
  it('are committed as the next to be read', () => {
    const { committer, commits } = setUp();
    committer.handled('t', 0, '9007199254740993');
    expect(commits).toEqual([[{ partition: 0, offset: '9007199254740994' }]]);
  });

  it('wait for the commit under way, and only the newest of each partition is committed', async () => {
    const { committer, commits, release } = setUp();
    committer.handled('t', 0, '1');
    committer.handled('t', 0, '2');
    committer.handled('t', 1, '5');
    committer.handled('t', 0, '3');
    expect(commits).toHaveLength(1);
    release();
    await eventually(() => commits.length === 2);
    expect(commits[1]).toEqual([
      { partition: 0, offset: '4' },
      { partition: 1, offset: '6' },
    ]);
    release();
    await committer.settled();
    expect(commits).toHaveLength(2);
  });

  it('are forgotten when the partitions may be another member’s', async () => {
    const { committer, commits, release } = setUp();
    committer.handled('t', 0, '1');
    committer.handled('t', 0, '2');
    committer.forget();
    release();
    await committer.settled();
    expect(commits).toHaveLength(1);
  });

  it('that are refused are counted and let go', async () => {
    const { committer, refuse, refused } = setUp();
    refuse();
    committer.handled('t', 0, '1');
    await committer.settled();
    expect(refused()).toBe(1);
  });

  it('that get no answer do not keep the next from being committed', async () => {
    const { committer, commits, refused } = setUp(1);
    committer.handled('t', 0, '1');
    committer.handled('t', 0, '2');
    await eventually(() => refused() === 2);
    expect(commits).toHaveLength(2);
    await committer.settled();
  });
});

import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { createCommitter } from './committing.ts';

const setUp = (limitMs?: number) => {
  const commits: { partition: number; offset: string }[][] = [];
  const refusals: number[] = [];
  let release: (() => void) | undefined;
  let mood: 'waits' | 'refuses' | 'takes' = 'waits';
  const driver: Parameters<typeof createCommitter>[0] = {
    commitOffsets: (offsets) => {
      commits.push(offsets.map(({ partition, offset }) => ({ partition, offset })));
      if (mood === 'refuses') return Promise.reject(new Error('rebalance'));
      if (mood === 'takes') return Promise.resolve();
      return new Promise((resolve) => {
        release = resolve;
      });
    },
  };
  const committer = createCommitter(driver, (_error, inARow) => refusals.push(inARow), {
    ...(limitMs === undefined ? {} : { limitMs }),
    pauseMs: 5,
  });
  const be = (next: typeof mood): void => {
    mood = next;
  };
  return { committer, commits, refusals, release: () => release?.(), be };
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
    await committer.end();
    expect(commits).toHaveLength(2);
  });

  it('are forgotten when the partitions may be another member’s', async () => {
    const { committer, commits, release } = setUp();
    committer.handled('t', 0, '1');
    committer.handled('t', 0, '2');
    committer.forget();
    release();
    await committer.end();
    expect(commits).toHaveLength(1);
  });

  it('that are refused are tried again with what is newer', async () => {
    const { committer, commits, refusals, be } = setUp();
    be('refuses');
    committer.handled('t', 0, '1');
    committer.handled('t', 1, '5');
    await eventually(() => refusals.length >= 2);
    committer.handled('t', 0, '2');
    be('takes');
    await committer.end();
    expect(commits.at(-1)).toEqual(
      expect.arrayContaining([
        { partition: 0, offset: '3' },
        { partition: 1, offset: '6' },
      ]),
    );
  });

  it('that are refused are counted anew when one was taken, or the partitions are shared out', async () => {
    const { committer, refusals, be } = setUp();
    be('refuses');
    committer.handled('t', 0, '1');
    await eventually(() => refusals.length >= 1);
    be('takes');
    await committer.end();
    const untilTaken = refusals.length;
    be('refuses');
    committer.handled('t', 0, '2');
    await eventually(() => refusals.length > untilTaken);
    committer.forget();
    await committer.end();
    const untilShared = refusals.length;
    committer.handled('t', 0, '3');
    await committer.end();
    expect([refusals[0], refusals[untilTaken], refusals[untilShared]]).toEqual([1, 1, 1]);
  });

  it('that are handed in after the end are tried once: a dead member does not go on for ever', async () => {
    const { committer, refusals, be } = setUp();
    be('refuses');
    await committer.end();
    committer.handled('t', 0, '1');
    await eventually(() => refusals.length === 1);
    committer.handled('t', 1, '1');
    await eventually(() => refusals.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50)); // ten pauses between tries
    expect(refusals).toHaveLength(2);
  });

  it('that are refused on the way out are let go', async () => {
    const { committer, refusals, be } = setUp();
    be('refuses');
    committer.handled('t', 0, '1');
    await committer.end();
    expect(refusals).toEqual([1]);
  });

  it('that get no answer do not keep the next from being committed', async () => {
    const { committer, commits, refusals } = setUp(1);
    committer.handled('t', 0, '1');
    committer.handled('t', 0, '2');
    await eventually(() => refusals.length >= 2);
    expect(commits[1]).toEqual([{ partition: 0, offset: '3' }]);
    await committer.end();
  });
});

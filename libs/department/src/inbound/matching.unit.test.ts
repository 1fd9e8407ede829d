import { type Answer, accepted } from '@yimen/adapter';
import type { JsonObject } from '@yimen/kernel';
import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { clocks, openFiles, openSubmitting } from '../dossier/files.fixture.ts';
import type { Arrivals, StoredArrival } from './arrivals.ts';
import { createMatching } from './matching.ts';

const about = (key: string, answer: Answer = accepted({}, 'R-1')) =>
  ({ _id: `L06:${key}`, system: 'L06', receivedAt: '2026-11-22T01:00:00.000Z', ourKey: key, answer }) as StoredArrival;

/** What has arrived, in a list; an arrival is due until something became of it. */
const listed = (waiting: readonly StoredArrival[]) => {
  const became = new Map<string, string>();
  const arrivals: Pick<Arrivals, 'due' | 'matched' | 'postpone' | 'setAside'> = {
    due: async (limit) => waiting.filter(({ _id }) => !became.has(_id)).slice(0, limit),
    matched: async (id, dossier) => void became.set(id, `matched: ${dossier}`),
    postpone: async ({ _id }, reason) => void became.set(_id, reason),
    setAside: async (id, _dossier, reason) => void became.set(id, `set aside: ${reason}`),
  };
  return { arrivals: arrivals as Arrivals, became };
};

/** Opens two dossiers, of which one faults whatever is asked of it. */
const open = async (fault: () => Error) => {
  const files = openFiles();
  await openSubmitting(files, 'bad');
  await openSubmitting(files, 'good');
  const handle: typeof files.handle = (id, ...rest) =>
    id === 'bad' ? Promise.reject(fault()) : files.handle(id, ...rest);
  const { arrivals, became } = listed([about('K-bad'), about('K-good'), about('K-nobody')]);
  const odd: JsonObject[] = [];
  const matching = createMatching({
    arrivals,
    files: { ...files, handle },
    clocks,
    onOdd: (facts) => void odd.push(facts),
  });
  return { files, matching, became, odd };
};

describe('an arrival that cannot be matched for a fault of our own', () => {
  it('is put off in plain sight, and those behind it are matched', async () => {
    const { files, matching, became, odd } = await open(() => new TypeError('of ours'));
    expect(await matching.sweep()).toBe(1);
    expect(Object.fromEntries(became)).toEqual({
      'L06:K-bad': 'fault: TypeError',
      'L06:K-good': 'matched: good',
      'L06:K-nobody': 'no dossier has this key or receipt yet',
    });
    expect(odd).toEqual([{ arrival: 'L06:K-bad', fault: 'TypeError' }]);
    expect((await files.load('good'))?.state.status).toBe('granted');
  });
});

describe('arrivals while the store is away', () => {
  it('wait as they are', async () => {
    const { matching, became } = await open(() => new Outage('away'));
    await expect(matching.sweep()).rejects.toBeInstanceOf(Outage);
    expect(became.size).toBe(0);
  });
});

import { Outage } from '@yimen/kernel';
import { uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareTopics } from './index.ts';
import { beginTrial, type Trial } from './testing.ts';

let trial: Trial;
beforeAll(() => {
  trial = beginTrial();
});
afterAll(() => trial.end());

describe('administration', () => {
  it('throws what its work throws as it is: the broker was there', async () => {
    const work = () => Promise.reject(new TypeError('wrong'));
    await expect(trial.broker.administer(work)).rejects.toThrow(TypeError);
  });
});

describe('declared topics', () => {
  const declare = (name: string, change = {}) =>
    declareTopics(trial.broker, [
      { name, partitions: 2, replication: 1, retentionMs: 60_000, compact: false, ...change },
    ]);

  it('are created once, and then compared', async () => {
    const name = uniqueName('declared');
    trial.adopt(name);
    expect(await declare(name)).toEqual({ created: [name], drift: [] });
    expect(await declare(name)).toEqual({ created: [], drift: [] });
    expect(await declare(name, { partitions: 3, retentionMs: -1, compact: true })).toEqual({
      created: [],
      drift: [
        { topic: name, property: 'partitions', declared: '3', found: '2' },
        { topic: name, property: 'retentionMs', declared: '-1', found: '60000' },
        { topic: name, property: 'compact', declared: 'compact', found: 'delete' },
      ],
    });
  });

  it('that the broker refuses are told with its reason, and not as a broker that is away', async () => {
    const name = uniqueName('declared');
    const refused = await declare(name, { replication: 99 }).catch((error: unknown) => error);
    expect(refused).not.toBeInstanceOf(Outage);
    expect(String(refused)).toMatch(new RegExp(`${name} cannot be made: .*replication`, 'i'));
  });

  it('are created by one of several that declare them at once', async () => {
    const name = uniqueName('declared');
    trial.adopt(name);
    await Promise.all([declare(name), declare(name), declare(name)]);
    expect(await declare(name)).toEqual({ created: [], drift: [] });
  });
});

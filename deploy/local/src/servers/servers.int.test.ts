import { servers } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { RECIPES } from './index.ts';

describe('the servers of a test run', () => {
  it('answer at the addresses that the tests are given', async () => {
    expect(await RECIPES.mongodb.isReady(servers.mongodbUrl)).toBe(true);
    expect(await RECIPES.kafka.isReady(servers.kafkaBrokers.join(','))).toBe(true);
    expect(await RECIPES.redis.isReady(servers.redisUrl)).toBe(true);
  });
});

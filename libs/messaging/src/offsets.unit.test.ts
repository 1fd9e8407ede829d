import type { Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Broker } from './broker.ts';
import { committedOf } from './offsets.ts';

/** The driver as it is at times: of several topics it has heard of the first only. */
const forgetful = {
  fetchOffsets: async ({ topics = [] }: { readonly topics?: readonly string[] }) =>
    topics.map((topic, place) => ({
      topic,
      partitions:
        place === 0
          ? [
              { partition: 0, offset: '7', metadata: null },
              { partition: 1, offset: '-1', metadata: null },
            ]
          : [],
    })),
} as unknown as Admin;
const broker = { administer: (work: (admin: Admin) => unknown) => work(forgetful) } as unknown as Broker;

describe('what a group has committed', () => {
  it('is asked topic by topic, or the driver forgets some; partitions without a commit are left out', async () => {
    expect(await committedOf(broker, 'g', ['a', 'b'])).toEqual({ a: { 0: '7' }, b: { 0: '7' } });
  });
});

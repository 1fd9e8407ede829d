import type { Consumer, EachBatchPayload, Kafka, Offsets } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Broker } from './broker.ts';
import { startMember } from './member.ts';

const TOPIC = 'cases.v1';

/** The driver's consumer with one batch: it waits for that before it leaves, and by then drops commits without a word. */
const setUp = () => {
  const committed: unknown[] = [];
  const leaving = Promise.withResolvers<void>();
  let running = true;
  let underWay = Promise.resolve();
  const payload = {
    batch: { topic: TOPIC, partition: 2, messages: [{ offset: '7', value: Buffer.from('{}'), timestamp: '0' }] },
    resolveOffset: () => {},
    heartbeat: async () => {},
    isRunning: () => running,
    isStale: () => false,
    commitOffsetsIfNecessary: async ({ topics }: Offsets) => void committed.push(...topics),
  } as unknown as EachBatchPayload;
  const consumer = {
    events: { CRASH: 'crash', GROUP_JOIN: 'join', REBALANCING: 'rebalancing', REQUEST: 'request' },
    on: () => {},
    connect: async () => {},
    subscribe: async () => {},
    run: async ({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }) => {
      underWay = eachBatch(payload);
    },
    commitOffsets: async (offsets: readonly unknown[]) => {
      if (running) committed.push(...offsets);
    },
    disconnect: async () => {
      running = false;
      leaving.resolve();
      await underWay;
    },
  } as unknown as Consumer;
  const broker: Broker = {
    client: () => ({ kafka: { consumer: () => consumer } as unknown as Kafka, cut: () => {} }),
    administer: () => Promise.reject(new Error('not here')),
    log: undefined,
  };
  return { broker, committed, leaving: leaving.promise };
};

describe('a slice that is finished while its member leaves', () => {
  it('is committed all the same, and does not come again', async () => {
    const { broker, committed, leaving } = setUp();
    const begun = Promise.withResolvers<void>();
    const handled = Promise.withResolvers<void>();
    const member = startMember({
      broker,
      groupId: 'g',
      topics: [TOPIC],
      fromBeginning: true,
      sliceMessages: 10,
      sessionMs: 10_000,
      handle: () => {
        begun.resolve();
        return handled.promise;
      },
      onPutOff: () => {},
      onCommitRefused: () => {},
    });
    await begun.promise;
    const left = member.leave(60_000);
    await leaving;
    handled.resolve();
    await left;
    expect(committed).toEqual([{ topic: TOPIC, partitions: [{ partition: 2, offset: '8' }] }]);
  });
});

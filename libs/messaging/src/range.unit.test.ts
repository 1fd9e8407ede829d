import { Outage } from '@yimen/kernel';
import kafkajs, { type Admin, type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Broker } from './broker.ts';
import { type Missing, type Range, readRange } from './range.ts';

const TOPIC = 'cases.v1';
const QUIET_MS = 40;

interface Course {
  readonly joinMs?: number;
  readonly served?: readonly string[];
  /** Where a second partition ends. */
  readonly other?: string;
  /** Why the group cannot be joined. */
  readonly crash?: Error;
}

/** The driver's consumer and administration over one topic, of one partition mostly, as far as they are used. */
const setUp = (partition: { low: string; high: string }, { joinMs = 0, served = [], other, crash }: Course = {}) => {
  const state = { low: partition.low };
  const crashes: ((event: { payload: { error: Error } }) => void)[] = [];
  const thrown: unknown[] = [];
  const fetchTopicOffsets = async () => [
    { partition: 0, offset: partition.high, high: partition.high, low: state.low },
    ...(other === undefined ? [] : [{ partition: 1, offset: other, high: other, low: '0' }]),
  ];
  const paused: unknown[] = [];
  const expectRunning = () => {
    if (crash) throw new Error('Consumer group was not initialized');
  };
  const consumer = {
    events: { CRASH: 'consumer.crash' },
    connect: async () => {},
    subscribe: async () => {},
    seek: expectRunning,
    pause: (places: readonly unknown[]) => {
      expectRunning();
      paused.push(...places);
    },
    disconnect: async () => {},
    on: (_: string, listener: (typeof crashes)[number]) => crashes.push(listener),
    run: async ({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }) => {
      await new Promise((resolve) => setTimeout(resolve, joinMs));
      if (crash) for (const tell of crashes) tell({ payload: { error: crash } });
      const messages = served.map((offset) => ({ offset, value: Buffer.from(offset), timestamp: '0' }));
      const payload = { batch: { topic: TOPIC, partition: 0, messages } } as unknown as EachBatchPayload;
      const serve = () => eachBatch(payload).catch((error: unknown) => thrown.push(error));
      if (served.length > 0) setTimeout(() => void serve());
    },
  } as unknown as Consumer;
  const broker: Broker = {
    client: () => ({ kafka: { consumer: () => consumer } as unknown as Kafka, cut: () => {} }),
    administer: (work) => work({ fetchTopicOffsets, deleteGroups: async () => [] } as unknown as Admin),
    log: undefined,
  };
  const read: string[] = [];
  const missing: Missing[] = [];
  const range: Range = {
    topics: [TOPIC],
    each: ({ offset }) => void read.push(offset),
    onMissing: (gap) => void missing.push(gap),
    quietMs: QUIET_MS,
  };
  return { broker, range, read, missing, thrown, paused, cutOff: (low: string) => (state.low = low) };
};

describe('a reading whose broker falls silent', () => {
  it('is an outage, and never taken for the end', async () => {
    const { broker, range, read } = setUp({ low: '0', high: '5' }, { served: ['0', '1'] });
    await expect(readRange(broker, range)).rejects.toBeInstanceOf(Outage);
    expect(read).toEqual(['0', '1']);
  });

  it('is not silent while it joins its group, however long that takes', async () => {
    const { broker, range, read } = setUp({ low: '0', high: '2' }, { joinMs: 20 * QUIET_MS, served: ['0', '1'] });
    expect(await readRange(broker, range)).toEqual({ [TOPIC]: { 0: '2' } });
    expect(read).toEqual(['0', '1']);
  });

  it('is not silent while its reader works', async () => {
    const { broker, range, read } = setUp({ low: '0', high: '2' }, { served: ['0', '1'] });
    const each: Range['each'] = async ({ offset }) => {
      await new Promise((resolve) => setTimeout(resolve, 5 * QUIET_MS));
      read.push(offset);
    };
    await readRange(broker, { ...range, each });
    expect(read).toEqual(['0', '1']);
  });
});

describe('a partition of which nothing is wanted', () => {
  it('is not asked for what stands on it: that could take longer than the others may be silent', async () => {
    const { broker, range, paused } = setUp({ low: '0', high: '2' }, { served: ['0', '1'], other: '900' });
    const ends = await readRange(broker, { ...range, from: { [TOPIC]: { 1: '900' } } });
    expect(ends).toEqual({ [TOPIC]: { 0: '2', 1: '900' } });
    expect(paused).toEqual([{ topic: TOPIC, partitions: [1] }]);
  });
});

describe('a broker that refuses', () => {
  it('is told as it is, and not as one that is away', async () => {
    const type = 'GROUP_AUTHORIZATION_FAILED';
    const crash = new kafkajs.KafkaJSProtocolError(Object.assign(new Error('No.'), { type, retriable: false }));
    const { broker, range } = setUp({ low: '0', high: '2' }, { crash });
    await expect(readRange(broker, range)).rejects.toBe(crash);
  });
});

describe('messages whose time has passed', () => {
  it('are told when they stood behind the place that was remembered', async () => {
    const { broker, range, read, missing } = setUp({ low: '3', high: '5' }, { served: ['3', '4'] });
    await readRange(broker, { ...range, from: { [TOPIC]: { 0: '1' } } });
    expect(read).toEqual(['3', '4']);
    expect(missing).toEqual([{ topic: TOPIC, partition: 0, from: '1', to: '3' }]);
  });

  it('are told when they are cut off while others are read', async () => {
    const { broker, range, missing } = setUp({ low: '0', high: '5' }, { served: ['0', '3'] });
    const jumped = readRange(broker, range);
    await expect(jumped).rejects.toBeInstanceOf(Outage);
    expect(missing).toEqual([{ topic: TOPIC, partition: 0, from: '1', to: '3' }]);
  });

  it('end the reading when all that was to come is cut off', async () => {
    const { broker, range, missing, cutOff } = setUp({ low: '0', high: '5' }, { served: ['0', '1'] });
    const each: Range['each'] = () => void cutOff('7');
    await readRange(broker, { ...range, each });
    expect(missing).toEqual([{ topic: TOPIC, partition: 0, from: '2', to: '5' }]);
  });

  it('are told when the topic ends before the place that was remembered', async () => {
    const { broker, range, read, missing } = setUp({ low: '0', high: '3' });
    expect(await readRange(broker, { ...range, from: { [TOPIC]: { 0: '5' } } })).toEqual({ [TOPIC]: { 0: '3' } });
    expect(read).toEqual([]);
    expect(missing).toEqual([{ topic: TOPIC, partition: 0, from: '3', to: '5' }]);
  });

  it('end the reading with the reason when their hearer cannot do without them', async () => {
    const { broker, range } = setUp({ low: '3', high: '5' }, { served: ['3', '4'] });
    const onMissing = () => {
      throw new TypeError('not without them');
    };
    const asked = readRange(broker, { ...range, onMissing, from: { [TOPIC]: { 0: '1' } } });
    await expect(asked).rejects.toThrow(TypeError);
  });
});

describe('a reader that throws', () => {
  const refusing = (offset: string, read: string[]) => {
    read.push(offset);
    if (offset === '1') throw new TypeError('enough');
  };

  it('ends the reading with its own error, at once or later, and is called no more', async () => {
    const served = ['0', '1', '2', '3'];
    for (const isLater of [false, true]) {
      const { broker, range, read, thrown } = setUp({ low: '0', high: '4' }, { served });
      const each: Range['each'] = isLater
        ? async ({ offset }) => refusing(offset, read)
        : ({ offset }) => refusing(offset, read);
      await expect(readRange(broker, { ...range, each })).rejects.toThrow(TypeError);
      expect(read).toEqual(['0', '1']);
      expect(thrown).toEqual([]);
    }
  });
});

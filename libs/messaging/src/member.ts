import type { Consumer, EachBatchPayload } from 'kafkajs';
import { createBackoff } from './backoff.ts';
import type { Broker } from './broker.ts';
import { createCommitter } from './committing.ts';
import type { HandleSlice } from './handling.ts';
import { endsWithin } from './limits.ts';
import { incoming } from './messages.ts';
import { equalPartitions } from './partitions.ts';

/** How a member of a group reads. */
export interface MemberOptions {
  readonly broker: Broker;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly sliceMessages: number;
  readonly sessionMs: number;
  readonly handle: HandleSlice;
  /** Called when a slice could not be handled for now; its partition pauses and the others go on. */
  readonly onPutOff: (error: unknown) => void;
  readonly onCommitRefused: (error: unknown) => void;
}

/** One life of one consumer of the driver. */
export interface Member {
  /** Resolves when it has crashed or could not start, with the reason. */
  readonly ended: Promise<unknown>;
  /** Resolves when it was given its partitions for the first time. */
  readonly joined: Promise<void>;
  /** `performance.now()` of the last proof that it still reads: an answered fetch, or work under way that moves on. */
  readonly lastSignAt: () => number;
  /** It waits for the group to share out the partitions, which takes until the session of a vanished member ends. */
  readonly joining: () => boolean;
  readonly assigned: () => Readonly<Record<string, readonly number[]>>;
  /** Leaves the group; cuts the sockets if that takes longer than `limitMs`. */
  readonly leave: (limitMs: number) => Promise<void>;
}

/**
 * kafkajs 2.2.4 asks for a group's coordinator when it joins. When that moves while it is joining, its heartbeats go to the
 * new one and its commits to the old one, which refuses them until the group is shared out anew.
 */
const REFUSED_COMMITS = 3;

/** Joins the group and reads until it is told to leave, or crashes. */
export const startMember = (options: MemberOptions): Member => {
  const { kafka, cut } = options.broker.client();
  const consumer = kafka.consumer({
    groupId: options.groupId,
    partitionAssigners: [equalPartitions],
    sessionTimeout: options.sessionMs,
    rebalanceTimeout: options.sessionMs + 5_000,
    heartbeatInterval: Math.floor(options.sessionMs / 5),
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 8 * 1_048_576,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    // its own restarts have left consumers that look alive and read nothing: the supervisor replaces it instead
    retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: async () => false },
  });
  const signs = watchSigns(consumer);
  const ended = Promise.withResolvers<unknown>();
  const committer = createCommitter(consumer, (error, inARow) => {
    options.onCommitRefused(error);
    if (inARow >= REFUSED_COMMITS) ended.resolve(error);
  });
  const joined = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.resolve(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, () => {
    committer.forget();
    joined.resolve();
  });
  const reader = createReader(options, signs, committer.handled);

  run(consumer, options, reader.eachBatch).catch(ended.resolve);
  return {
    ended: ended.promise,
    joined: joined.promise,
    lastSignAt: signs.lastAt,
    joining: signs.joining,
    assigned: signs.assigned,
    leave: async (limitMs) => {
      reader.stop();
      const inTime = await endsWithin(
        limitMs,
        committer.end().then(() => consumer.disconnect()),
      );
      if (!inTime) cut();
    },
  };
};

const run = async (
  consumer: Consumer,
  { topics, fromBeginning }: MemberOptions,
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> => {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 32,
    eachBatch,
  });
};

type Signs = ReturnType<typeof watchSigns>;

/** Notices what proves that a member reads: fetches that were answered, or heartbeats when it has nothing to fetch. */
const watchSigns = (consumer: Consumer) => {
  let lastAt = performance.now();
  let assigned: Readonly<Record<string, readonly number[]>> = {};
  let joining = true;
  const paused = new Set<string>();
  const sign = () => {
    lastAt = performance.now();
  };
  const fetchable = () => Object.values(assigned).reduce((sum, it) => sum + it.length, 0) - paused.size;
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    assigned = payload.memberAssignment;
    joining = false;
    sign();
  });
  consumer.on(consumer.events.REBALANCING, () => {
    joining = true;
  });
  consumer.on(consumer.events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'Fetch' || (payload.apiName === 'Heartbeat' && fetchable() <= 0)) sign();
  });
  return { lastAt: () => lastAt, joining: () => joining, assigned: () => assigned, sign, paused };
};

const createReader = (
  { handle, sliceMessages, sessionMs, onPutOff }: MemberOptions,
  signs: Signs,
  handled: (topic: string, partition: number, offset: string) => void,
) => {
  const backoff = createBackoff({ firstMs: 100, limitMs: 5_000 });
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  const putOff = ({ batch, pause }: EachBatchPayload, error: unknown) => {
    const place = `${batch.topic}/${batch.partition}`;
    const resume = pause();
    signs.paused.add(place);
    onPutOff(error);
    const timer = setTimeout(() => {
      timers.delete(timer);
      signs.paused.delete(place);
      if (!stopped) resume();
    }, backoff.next(place));
    timers.add(timer);
  };

  const eachBatch = async (payload: EachBatchPayload) => {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    const beating = beat(heartbeat, Math.floor(sessionMs / 5));
    try {
      for (let from = 0; from < batch.messages.length; from += sliceMessages) {
        const slice = batch.messages.slice(from, from + sliceMessages);
        const last = slice.at(-1);
        if (stopped || !last || !isRunning() || isStale()) return;
        await handle(slice.map((message) => incoming(batch.topic, batch.partition, message)));
        backoff.reset(`${batch.topic}/${batch.partition}`);
        signs.sign();
        resolveOffset(last.offset);
        handled(batch.topic, batch.partition, last.offset);
        if (stopped) await commitAtLast(payload, last.offset);
        beating.check(); // throws at a rebalance: the rest belongs to another
      }
    } catch (error) {
      if (beating.failure() === error) throw error;
      putOff(payload, error);
    } finally {
      beating.stop();
    }
  };

  return {
    eachBatch,
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};

/**
 * Commits what was finished while its member leaves: the driver waits for it, but takes no more commits of the usual way,
 * without a word. What cannot be committed comes again.
 */
const commitAtLast = async ({ batch, commitOffsetsIfNecessary }: EachBatchPayload, offset: string): Promise<void> => {
  const partitions = [{ partition: batch.partition, offset: String(BigInt(offset) + 1n) }];
  await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] }).catch(() => {});
};

/** Keeps the session alive while a slice is handled; what a heartbeat throws is kept for between the slices. */
const beat = (heartbeat: () => Promise<void>, everyMs: number) => {
  let failure: unknown;
  const timer = setInterval(() => {
    heartbeat().catch((error) => {
      failure = error;
    });
  }, everyMs);
  return {
    failure: () => failure,
    check: () => {
      if (failure !== undefined) throw failure;
    },
    stop: () => clearInterval(timer),
  };
};

import { isOutage } from '@yimen/kernel';
import { createBackoff } from './backoff.ts';
import type { Broker } from './broker.ts';
import { createHandling, type Handling, type HandlingCounts } from './handling.ts';
import { type Member, startMember } from './member.ts';

/** What a consumer reads and how. */
export interface ConsumerOptions<T> extends Handling<T> {
  readonly broker: Broker;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where a new group begins; the beginning unless `false`. */
  readonly fromBeginning?: boolean;
  /** Messages of one `onBatch` at most; they are read, and mostly worked, in one turn of the event loop. */
  readonly batchMessages?: number;
  /** After so long without a sign of life the group gives the partitions to others. */
  readonly sessionMs?: number;
  /** After so long without an answered fetch the driver's consumer is thrown away and replaced. */
  readonly stalledMs?: number;
}

/** What is known of a consumer. */
export interface ConsumerHealth extends Readonly<HandlingCounts> {
  /** It has partitions, or waits for others to leave some, and reads. */
  readonly reading: boolean;
  readonly sinceSignMs: number;
  readonly assigned: Readonly<Record<string, readonly number[]>>;
  /** Times the driver's consumer was replaced, because it stalled … */
  readonly stalls: number;
  /** … or crashed. */
  readonly crashes: number;
  /** Offsets that could not be committed; what they stand for may be read again. */
  readonly refusedCommits: number;
}

/** A reader of topics that is kept alive until it is stopped. */
export interface Consumer {
  /** Resolves when it was given partitions for the first time. */
  readonly ready: Promise<void>;
  readonly health: () => ConsumerHealth;
  /** Finishes the slices under way, commits them, leaves the group; what takes longer than its limit comes again. */
  readonly stop: () => Promise<void>;
}

/** How long a consumer may take to leave in good order; one that stalled or crashed is not waited for. */
const LEAVE_LIMIT_MS = 5_000;
const DROP_LIMIT_MS = 500;

/** Starts reading; a consumer that stalls, crashes or cannot start is replaced with back-off, for ever. */
export const createConsumer = <T>(options: ConsumerOptions<T>): Consumer => {
  const { broker, groupId, topics, stalledMs = 30_000, sessionMs = 10_000 } = options;
  const counts: HandlingCounts = { messages: 0, batches: 0, dead: 0, outages: 0, faults: 0 };
  const handle = createHandling(options, counts, broker.log);
  const ready = Promise.withResolvers<void>();
  const stopping = Promise.withResolvers<'stopped'>();
  const replaced = { stalls: 0, crashes: 0, refusedCommits: 0 };
  let member: Member | undefined;
  let joined = false;

  const start = () => {
    joined = false;
    const started = startMember({
      broker,
      groupId,
      topics,
      handle,
      fromBeginning: options.fromBeginning ?? true,
      sliceMessages: options.batchMessages ?? 100,
      sessionMs,
      onPutOff: (error) => {
        if (isOutage(error)) counts.outages++; // a fault is counted where it happened
        broker.log?.warn({ groupId, err: error }, 'A batch could not be handled now.');
      },
      onCommitRefused: (error) => {
        replaced.refusedCommits++;
        broker.log?.warn({ groupId, err: error }, 'A commit was refused.');
      },
    });
    started.joined.then(() => {
      joined = true;
      ready.resolve();
    });
    member = started;
    return started;
  };

  const run = async () => {
    const backoff = createBackoff({ firstMs: 200, limitMs: 5_000 });
    for (;;) {
      const current = start();
      const watch = watchFor(current, { stalledMs, joinMs: stalledMs + 3 * sessionMs });
      const end = await Promise.race([stopping.promise, watch.stalled, current.ended.then(() => 'crashed' as const)]);
      watch.stop();
      if (joined) backoff.reset('member');
      joined = false;
      await current.leave(end === 'stopped' ? LEAVE_LIMIT_MS : DROP_LIMIT_MS);
      if (end === 'stopped') return;
      if (end === 'stalled') replaced.stalls++;
      else replaced.crashes++;
      broker.log?.warn({ groupId, topics, end }, 'A consumer is replaced.');
      if ((await Promise.race([stopping.promise, wait(backoff.next('member'))])) === 'stopped') return;
    }
  };

  const done = run();
  return {
    ready: ready.promise,
    health: () => ({
      ...counts,
      ...replaced,
      reading: joined,
      sinceSignMs: member ? performance.now() - member.lastSignAt() : 0,
      assigned: joined && member ? member.assigned() : {},
    }),
    stop: async () => {
      stopping.resolve('stopped');
      await done;
    },
  };
};

/** The driver counts heartbeats and time-outs by this machine's clock; when that jumps by more, it may be still for as long. */
const JUMP_LIMIT_MS = 2_000;

/** Resolves `stalled` when the member has given no sign of life for so long, or will not because the clock has jumped. */
const watchFor = (member: Member, { stalledMs, joinMs }: { readonly stalledMs: number; readonly joinMs: number }) => {
  const stalled = Promise.withResolvers<'stalled'>();
  let skewMs = Date.now() - performance.now();
  const look = () => {
    const limitMs = member.joining() ? joinMs : stalledMs;
    const jumpMs = Math.abs(Date.now() - performance.now() - skewMs);
    skewMs = Date.now() - performance.now();
    if (jumpMs > JUMP_LIMIT_MS || performance.now() - member.lastSignAt() > limitMs) stalled.resolve('stalled');
  };
  const timer = setInterval(look, Math.max(50, Math.floor(stalledMs / 10)));
  return { stalled: stalled.promise, stop: () => clearInterval(timer) };
};

const wait = (ms: number) => new Promise<'waited'>((resolve) => setTimeout(resolve, ms, 'waited').unref());

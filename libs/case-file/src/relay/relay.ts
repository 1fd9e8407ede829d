import { isOutage, type JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { viewOf } from '../door/view.ts';
import type { Entry } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';
import { createMarks } from './marks.ts';
import { messagesOf, type OutgoingEvent, type Rendering } from './message.ts';
import { createSweep } from './sweep.ts';

/** Bounds of a relay. */
export interface RelayLimits {
  /** Files published together. */
  readonly batchFiles: number;
  /** Files that may wait in memory; the sweep finds the others. */
  readonly pendingFiles: number;
  /** Bytes of one message. */
  readonly messageLimitBytes: number;
  /** Messages that one rewind may repeat; the target asks again for more. */
  readonly rewindLimit: number;
  /** How long a mark may wait for a write that takes it along. */
  readonly markDelayMs: number;
  /** Pause after the broker could not be reached. */
  readonly retryMs: number;
  readonly sweepMs: number;
  readonly sweepFiles: number;
}

/** The bounds used unless a service states its own. */
export const RELAY_LIMITS: RelayLimits = {
  batchFiles: 200,
  pendingFiles: 20_000,
  messageLimitBytes: 64 * 1024,
  rewindLimit: 1_000,
  markDelayMs: 250,
  retryMs: 500,
  sweepMs: 5_000,
  sweepFiles: 500,
};

/** What a relay is made of. */
export interface RelayParts<S extends JsonObject, C extends Command> extends Rendering<S> {
  readonly files: CaseFiles<S, C>;
  /** Resolves when the broker has all of the messages, in order; throws `Outage` when that is not known. */
  readonly publish: (messages: readonly OutgoingEvent[]) => Promise<void>;
  readonly limits?: Partial<RelayLimits>;
}

/** Tells the topics what the histories say: each entry at least once, in order per file. */
export interface Relay {
  /** Publishes to one target again, from a number on; answers how many messages that were. */
  readonly rewind: (id: string, target: string, fromSequence: number) => Promise<number>;
  /** Takes up what was waiting in this sweep and in the one before; answers how many files that were. */
  readonly sweep: () => Promise<number>;
  /** Sweeps on an interval. Saves of this process are published without it. */
  readonly start: () => void;
  /** Publishes what is pending if the broker is there, writes the marks, and ends. */
  readonly stop: () => Promise<void>;
  /** Resolves when nothing is pending in this process and the marks are written. */
  readonly idle: () => Promise<void>;
  readonly health: () => { readonly pendingFiles: number; readonly published: number; readonly failures: number };
}

/** Starts relaying what this process saves. */
export const createRelay = <S extends JsonObject, C extends Command>(given: RelayParts<S, C>): Relay => {
  const limits: RelayLimits = { ...RELAY_LIMITS, ...given.limits };
  const { files } = given;
  const { store, published, onFault, pause } = files.parts;
  const marks = createMarks({ store, delayMs: limits.markDelayMs, pause, onFault });
  const counts = { published: 0, failures: 0 };
  let pending = new Map<string, StoredFile>();
  let jobs: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  let stopped = false;

  const nudge = (): void => {
    running ??= run().finally(() => {
      running = undefined;
    });
  };

  const run = async (): Promise<void> => {
    await Promise.resolve();
    while (pending.size > 0 || jobs.length > 0) {
      const doing = jobs;
      jobs = [];
      for (const job of doing) await job();
      if (!(await publishSome())) {
        if (stopped) return;
        await pause(limits.retryMs);
      }
    }
  };

  /** One batch; false when the broker could not be reached. */
  const publishSome = async (): Promise<boolean> => {
    const batch = [...pending.values()].slice(0, limits.batchFiles);
    for (const file of batch) pending.delete(file._id);
    const prepared = await Promise.all(batch.map(prepare));
    const ready = prepared.filter((one) => one !== undefined);
    if (ready.length === 0) return true;
    try {
      await given.publish(ready.flatMap(({ messages }) => messages));
    } catch (error) {
      return giveBack(ready, error);
    }
    for (const one of ready) done(one);
    return true;
  };

  const giveBack = async (ready: readonly Prepared[], error: unknown): Promise<boolean> => {
    counts.failures += 1;
    onFault(error);
    if (isOutage(error)) {
      for (const { file } of ready) if (!pending.has(file._id)) pending.set(file._id, file);
      return false;
    }
    // a fault: one message spoils the batch, and must not hold up the others
    if (ready.length === 1) return true;
    for (const one of ready) await given.publish(one.messages).then(() => done(one), onFault);
    return true;
  };

  const done = ({ file, messages }: Prepared): void => {
    counts.published += messages.length;
    published.raise(file._id, file.head.n);
    marks.add({ id: file._id, n: file.head.n, version: file.version });
  };

  /** The contiguous range that waits, rendered; a file that cannot be rendered is left to the sweep. */
  const prepare = async (file: StoredFile): Promise<Prepared | undefined> => {
    try {
      const from = Math.max(file.relayed, published.get(file._id)) + 1;
      return { file, messages: await render(file, await entriesFrom(file, from)) };
    } catch (fault) {
      counts.failures += 1;
      onFault(fault);
      return undefined;
    }
  };

  const entriesFrom = async (file: StoredFile, from: number): Promise<readonly Entry[]> => {
    const near = file.history[0];
    if (!near || near.n <= from) return file.history.filter(({ n }) => n >= from);
    return (await store.history(file._id, from)).filter(({ n }) => n <= file.head.n);
  };

  const render = async (
    file: StoredFile,
    entries: readonly Entry[],
    only?: Parameters<typeof messagesOf<S>>[4],
  ): Promise<readonly OutgoingEvent[]> => {
    const view = viewOf<S>(file);
    const messages = await messagesOf(given, view, entries, (n) => files.reveal(view, n), only);
    const large = messages.find(({ value }) => Buffer.byteLength(value) > limits.messageLimitBytes);
    if (large)
      throw new Error(`A message of ${file._id} to ${large.topic} is larger than ${limits.messageLimitBytes} bytes.`);
    return messages;
  };

  const add = (file: StoredFile): void => {
    if (stopped || (pending.size >= limits.pendingFiles && !pending.has(file._id))) return;
    pending.set(file._id, file);
    nudge();
  };

  const unsubscribe = files.onSaved(({ entries, file }) => {
    if (entries.some(({ out }) => out !== undefined)) add(file);
  });
  const sweep = createSweep({ store, limit: limits.sweepFiles, take: add });

  const rewind: Relay['rewind'] = (id, target, fromSequence) =>
    new Promise((resolve, reject) => {
      const job = async (): Promise<void> => {
        const [file] = await store.load([id]);
        if (!file) return resolve(0);
        const asked = (address: { target: string; sequence: number }): boolean =>
          address.target === target && address.sequence >= fromSequence;
        const entries = (await store.history(id)).filter(({ out }) => out?.some(asked)).slice(0, limits.rewindLimit);
        const messages = await render(file, entries, asked);
        await given.publish(messages);
        resolve(messages.length);
      };
      jobs.push(() => job().catch(reject));
      nudge();
    });

  let timer: NodeJS.Timeout | undefined;
  const idle = async (): Promise<void> => {
    while (running) await running;
    await marks.flush();
  };
  return {
    rewind,
    sweep,
    start: () => {
      timer ??= setInterval(() => void sweep().catch(onFault), limits.sweepMs);
    },
    stop: async () => {
      clearInterval(timer);
      unsubscribe();
      stopped = true;
      await idle();
      pending = new Map();
    },
    idle,
    health: () => ({ pendingFiles: pending.size, ...counts }),
  };
};

interface Prepared {
  readonly file: StoredFile;
  readonly messages: readonly OutgoingEvent[];
}

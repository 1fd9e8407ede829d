import { isOutage, type JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { createRounds } from '../rounds.ts';
import type { StoredFile } from '../store/document.ts';
import { turn } from '../store/turn.ts';
import { isNewer } from '../versions/upcast.ts';
import { RELAY_LIMITS, type RelayLimits } from './limits.ts';
import { createMarks } from './marks.ts';
import type { OutgoingEvent, Rendering } from './message.ts';
import { createReading } from './reading.ts';
import { createRewinds } from './rewinds.ts';
import { createSweep } from './sweep.ts';

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
  const reading = createReading(files, given, limits);
  const counts = { published: 0, failures: 0 };
  /** Files that this process cannot tell; the sweep looks beyond them, so that they hide nothing. */
  const stuck = new Set<string>();
  let pending = new Map<string, StoredFile>();
  const rewinds = createRewinds({ reading, publish: given.publish, limit: limits.waitingRewinds });
  let running: Promise<void> | undefined;
  let stopped = false;

  const nudge = (): void => {
    running ??= run();
  };

  const run = async (): Promise<void> => {
    await turn();
    let away = false;
    try {
      while (pending.size > 0 || rewinds.waiting() > 0) {
        await rewinds.tellNext(); // one at a time between batches: what is new does not wait for what is told again
        // one file is enough to see whether the broker is back: rendering many in vain would slow the intake down
        const outcome = await publishSome(away ? 1 : limits.batchFiles);
        away = outcome === 'away';
        if (outcome === 'told') continue;
        if (stopped) return;
        await pause(limits.retryMs);
      }
    } finally {
      // in the same turn as the last look at what is pending, or a nudge could fall between
      running = undefined;
    }
  };

  /** So many files; `later` when something of them could not be rendered for now: that is no word about the broker. */
  const publishSome = async (atMost: number): Promise<'told' | 'later' | 'away'> => {
    const batch = [...pending.values()].slice(0, atMost);
    for (const file of batch) pending.delete(file._id);
    const prepared = await Promise.all(batch.map(prepare));
    const ready = prepared.filter((one) => one !== undefined && one !== LATER);
    if (ready.length > 0 && !(await publishAll(ready))) return 'away';
    return prepared.includes(LATER) ? 'later' : 'told';
  };

  const publishAll = async (ready: readonly Prepared[]): Promise<boolean> => {
    try {
      await given.publish(ready.flatMap(({ messages }) => messages));
    } catch (error) {
      counts.failures += 1;
      onFault(error);
      if (isOutage(error)) return keep(ready);
      // a fault: one message spoils the batch, and must not hold up the others
      const [only, ...others] = ready;
      if (only && others.length === 0) {
        setAside(only.file);
        return true;
      }
      const each = [];
      for (const one of ready) each.push(await publishAll([one]));
      return !each.includes(false);
    }
    for (const one of ready) done(one);
    return true;
  };

  /** What an outage held up is tried again by this process, at once when it is over: a sweep finds it much later. */
  const keep = (held: readonly { readonly file: StoredFile }[]): false => {
    for (const { file } of held) put(file);
    return false;
  };

  const prepare = async (file: StoredFile): Promise<Prepared | typeof LATER | undefined> => {
    try {
      if (isNewer(files.aggregate, file)) return setAside(file); // left to a replica that knows its words
      return { file, messages: await reading.waiting(file) };
    } catch (fault) {
      counts.failures += 1;
      onFault(fault);
      if (isOutage(fault)) {
        keep([{ file }]);
        return LATER;
      }
      return setAside(file);
    }
  };

  const setAside = ({ _id }: StoredFile): undefined => {
    if (stuck.size < limits.pendingFiles) stuck.add(_id);
    return undefined;
  };

  const done = ({ file, messages }: Prepared): void => {
    stuck.delete(file._id);
    counts.published += messages.length;
    published.raise(file._id, file.head.n);
    marks.add({ id: file._id, n: file.head.n, version: file.version });
  };

  const add = (file: StoredFile): void => {
    if (stopped || (pending.size >= limits.pendingFiles && !pending.has(file._id))) return;
    put(file);
    nudge();
  };

  /** A sweep may bring a file as it was before this process wrote it again. */
  const put = (file: StoredFile): void => {
    if ((pending.get(file._id)?.version ?? 0) < file.version) pending.set(file._id, file);
  };

  const unsubscribe = files.onSaved(({ entries, file }) => {
    if (entries.some(({ out }) => out !== undefined)) add(file);
  });
  const sweeping = createRounds(
    createSweep({
      store,
      limit: () => limits.sweepFiles + stuck.size,
      take: add,
      waits: (ids) => {
        for (const id of stuck) if (!ids.has(id)) stuck.delete(id); // somebody else could tell it
      },
    }),
    { sweepMs: limits.sweepMs, onFault },
  );

  const idle = async (): Promise<void> => {
    while (running) await running;
    await marks.flush();
  };
  return {
    rewind: (id, target, fromSequence) => {
      const told = rewinds.ask(id, target, fromSequence);
      nudge();
      return told;
    },
    sweep: sweeping.sweep,
    start: sweeping.start,
    stop: async () => {
      unsubscribe();
      stopped = true;
      rewinds.end();
      await sweeping.stop();
      await idle();
      pending = new Map();
    },
    idle,
    health: () => ({ pendingFiles: pending.size, ...counts }),
  };
};

/** Could not be read or sealed for now. */
const LATER = Symbol('later');

interface Prepared {
  readonly file: StoredFile;
  readonly messages: readonly OutgoingEvent[];
}

import { isOutage, isRefusal, type JsonObject, toInstant } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { storedOf } from '../door/view.ts';
import type { CaseFile } from '../entry.ts';
import { createRounds } from '../rounds.ts';
import type { Due } from '../store/port.ts';
import { slotsOf } from './slots.ts';

/** Bounds of timers. */
export interface TimerLimits {
  readonly sweepMs: number;
  /** Files woken together. */
  readonly batchFiles: number;
  /** Wakes per second of one process, so that the midnight herd leaves room for people. */
  readonly wakesPerS: number;
  /** Business time until a wake that came to nothing is tried again. */
  readonly postponeMs: number;
  /** How long a replica that fell silent, without being stopped, keeps its slots. */
  readonly memberMs: number;
}

/** The bounds used unless a service states its own. */
export const TIMER_LIMITS: TimerLimits = {
  sweepMs: 1_000,
  batchFiles: 100,
  wakesPerS: 500,
  postponeMs: 600_000,
  memberMs: 15_000,
};

/** What timers are made of. */
export interface TimerParts<S extends JsonObject, C extends Command> {
  readonly files: CaseFiles<S, C>;
  /** Part of the cause: `timer:<name>:<due at>`. */
  readonly name: string;
  /** This replica; new at each start of a process. */
  readonly member: string;
  /** The command that a due moment means. */
  readonly command: (file: CaseFile<S>, dueAt: string) => C;
  readonly limits?: Partial<TimerLimits>;
}

/** Wakes files when their `wakeAt` has come; no wake is lost by a restart, none takes effect twice. */
export interface Timers {
  /** Wakes what is due now in the slots of this replica; answers how many files that were. */
  readonly sweep: () => Promise<number>;
  readonly start: () => void;
  /** Ends after the sweep that is under way, and leaves its slots to the other replicas. */
  readonly stop: () => Promise<void>;
}

/** Makes the timers of one kind of file. */
export const createTimers = <S extends JsonObject, C extends Command>(given: TimerParts<S, C>): Timers => {
  const limits: TimerLimits = { ...TIMER_LIMITS, ...given.limits };
  const { files, name, member } = given;
  const { store, clocks, pause, onFault } = files.parts;
  // of this version only: a replica leaves newer files alone, so its slots must have another keeper among the newer
  const { schemaVersion } = files.aggregate;
  const group = `timers:${name}:v${schemaVersion}`;
  let beatAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  /** The slots of this replica by who lives now. */
  const takeShare = async (): Promise<readonly number[]> => {
    const now = clocks.system();
    if (now - beatAt >= limits.memberMs / 3) {
      await store.beat(group, member, now + limits.memberMs);
      beatAt = now;
    }
    return slotsOf(member, await store.living(group, now));
  };

  const run = async (): Promise<number> => {
    let woken = 0;
    for (;;) {
      const slots = await takeShare();
      const due = await store.due(slots, toInstant(clocks.business()), limits.batchFiles, schemaVersion);
      const results = await Promise.allSettled(due.map(wake));
      for (const result of results) if (result.status === 'rejected') onFault(result.reason);
      woken += due.length;
      const away = results.some((result) => result.status === 'rejected');
      if (due.length < limits.batchFiles || away || stopped) return woken;
      await pause((limits.batchFiles / limits.wakesPerS) * 1_000);
    }
  };

  /** One wake. Whatever it comes to, `wakeAt` moves on, or the file would block the head of the list. */
  const wake = async (due: Due): Promise<void> => {
    const later = toInstant(clocks.business() + limits.postponeMs);
    try {
      const file = await files.load(due.id);
      if (!file || file.version !== due.version) return;
      const outcome = await files.handle(due.id, given.command(file, due.wakeAt), {
        id: `timer:${name}:${due.wakeAt}`,
      });
      const after = !isRefusal(outcome) && outcome.file ? storedOf(outcome.file) : undefined;
      const stuck = after ? { id: due.id, version: after.version, wakeAt: after.wakeAt ?? '' } : due;
      if (stuck.wakeAt === due.wakeAt) await store.postpone(stuck, later);
    } catch (fault) {
      if (isOutage(fault)) throw fault;
      onFault(fault);
      await store.postpone(due, later);
    }
  };

  const rounds = createRounds(run, { sweepMs: limits.sweepMs, onFault });
  return {
    ...rounds,
    stop: async () => {
      stopped = true; // the round under way ends at its next batch
      await rounds.stop();
      await store.leave(group, member).catch(onFault); // else its slots wait until it counts as silent
    },
  };
};

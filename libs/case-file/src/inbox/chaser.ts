import type { JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { createRounds } from '../rounds.ts';
import type { Debt } from '../store/document.ts';

/** Bounds of the chaser. */
export interface ChaserLimits {
  readonly sweepMs: number;
  readonly batchDebts: number;
  /** Pause before the second question; doubled each time. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** The bounds used unless a service states its own. */
export const CHASER_LIMITS: ChaserLimits = {
  sweepMs: 2_000,
  batchDebts: 200,
  firstPauseMs: 5_000,
  longestPauseMs: 600_000,
};

/** Asks sources again for the messages they owe, with growing pauses, until the gap is filled. */
export interface Chaser {
  /** Asks what is due now; answers how many questions that were. */
  readonly sweep: () => Promise<number>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** Makes the chaser of one kind of file; its inbox must have been given. */
export const createChaser = <S extends JsonObject, C extends Command>(
  files: CaseFiles<S, C>,
  given: Partial<ChaserLimits> = {},
): Chaser => {
  const limits: ChaserLimits = { ...CHASER_LIMITS, ...given };
  const { store, clocks, inbox, onFault } = files.parts;

  const chase = async (debt: Debt, seen: number): Promise<boolean> => {
    if (seen >= debt.upTo) {
      await store.settleDebt(debt._id, seen);
      return false;
    }
    const pauseMs = Math.min(limits.longestPauseMs, limits.firstPauseMs * 2 ** debt.asks);
    await store.asked(debt._id, debt.asks + 1, clocks.system() + pauseMs);
    await inbox?.askAgain(debt.source, debt.target, seen + 1);
    return true;
  };

  const run = async (): Promise<number> => {
    const debts = await store.debts(clocks.system(), limits.batchDebts);
    if (debts.length === 0) return 0;
    const found = await store.load([...new Set(debts.map(({ file }) => file))]);
    const byId = new Map(found.map((file) => [file._id, file]));
    let questions = 0;
    for (const debt of debts) {
      const seen = byId.get(debt.file)?.seen.find(({ source }) => source === debt.source)?.n ?? 0;
      if (await chase(debt, seen)) questions += 1;
    }
    return questions;
  };

  return createRounds(run, { sweepMs: limits.sweepMs, onFault });
};

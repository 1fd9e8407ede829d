import { round } from '../figures.ts';

/** The bar of a recovery, as a share of the knee. */
const SHARE = 0.8;
/** One good second among bad ones is none. */
const WINDOW_S = 5;
/** The last second is cut off somewhere. */
const TAIL_S = 1;

/** How soon after a spike the goodput per second is back, and what it is from then on as a share of the knee. */
export const recoveryOf = (
  perSecond: readonly number[],
  knee: number,
): { readonly recoveryS: number; readonly ratio: number } => {
  const whole = perSecond.slice(0, -TAIL_S);
  const mean = (from: number, to: number): number => {
    const part = whole.slice(from, to);
    return part.reduce((sum, count) => sum + count, 0) / (part.length || 1);
  };
  const isBack = (from: number): boolean => mean(from, from + WINDOW_S) >= SHARE * knee;
  for (let second = 0; second + WINDOW_S <= whole.length; second++)
    if (isBack(second) && mean(second, whole.length) >= SHARE * knee)
      return { recoveryS: second, ratio: round(mean(second, whole.length) / knee, 2) };
  return { recoveryS: whole.length, ratio: round(mean(whole.length - WINDOW_S, whole.length) / knee, 2) };
};

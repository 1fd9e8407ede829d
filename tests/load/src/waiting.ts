import { eventually, type Patience } from '@yimen/testing';

/** Waits for what comes, or throws as soon as the bench is told to end. */
export const unlessEnded = async <T>(ending: AbortSignal, coming: Promise<T>): Promise<T> => {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(ending.reason);
  ending.addEventListener('abort', end, { once: true });
  if (ending.aborted) end();
  try {
    return await Promise.race([coming, ended]);
  } finally {
    ending.removeEventListener('abort', end);
  }
};

/** Asks until the condition holds, as `eventually` does, or throws as soon as the bench is told to end. */
export const until = <T>(
  ending: AbortSignal,
  condition: () => T | Promise<T>,
  patience: Patience,
): Promise<Exclude<T, false | null | undefined>> => unlessEnded(ending, eventually(condition, patience));

/** Thrown when an answer did not come in time; what was asked may still happen. */
class Impatience extends Error {
  constructor(waitedMs: number) {
    super(`There was no answer within ${waitedMs} ms.`);
    this.name = 'Impatience';
  }
}

/** Tells the end of a wait from the failure of what was waited for. */
export const isImpatience = (error: unknown): boolean => error instanceof Impatience;

/** How long answers are waited for. */
export interface Patience {
  /** The answer, or an Impatience. What comes later is nobody's. */
  readonly wait: <T>(answer: Promise<T>) => Promise<T>;
}

/** So many times the last answer's time are waited for the next. */
const FACTOR = 4;

/**
 * Waits that grow when they are not enough, so that a slow broker is not asked ever again for the same, and go back to
 * what the last answer took.
 */
export const createPatience = (
  { firstMs, limitMs }: { readonly firstMs: number; readonly limitMs: number },
  now: () => number = () => performance.now(),
): Patience => {
  let waitMs = firstMs;
  return {
    wait: async (answer) => {
      const from = now();
      const given = waitMs;
      const over = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        waitMs = Math.min(given * 2, limitMs);
        over.reject(new Impatience(given));
      }, given);
      answer.catch(() => undefined); // when it fails after all
      try {
        const got = await Promise.race([answer, over.promise]);
        waitMs = Math.min(Math.max(firstMs, FACTOR * (now() - from)), limitMs);
        return got;
      } finally {
        clearTimeout(timer);
      }
    },
  };
};

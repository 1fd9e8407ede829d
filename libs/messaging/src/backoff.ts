/** How long to wait before the next try of each thing: doubling from `firstMs` up to `limitMs`. */
export interface Backoff {
  readonly next: (what: string) => number;
  readonly reset: (what: string) => void;
}

/** Counts tries per thing. */
export const createBackoff = ({
  firstMs,
  limitMs,
}: {
  readonly firstMs: number;
  readonly limitMs: number;
}): Backoff => {
  const waits = new Map<string, number>();
  return {
    next: (what) => {
      const waitMs = waits.get(what) ?? firstMs;
      waits.set(what, Math.min(waitMs * 2, limitMs));
      return waitMs;
    },
    reset: (what) => {
      waits.delete(what);
    },
  };
};

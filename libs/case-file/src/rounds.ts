/** Work that is done again and again, one round at a time. */
export interface Rounds<T> {
  /** Begins a round, or joins the one under way. */
  readonly sweep: () => Promise<T>;
  /** Begins one every so often. */
  readonly start: () => void;
  /** Begins no more, and waits for the one under way. */
  readonly stop: () => Promise<void>;
}

/** Rounds of `run` on an interval; what a round throws goes to `onFault` when nobody asked for it. */
export const createRounds = <T>(
  run: () => Promise<T>,
  { sweepMs, onFault }: { readonly sweepMs: number; readonly onFault: (fault: unknown) => void },
): Rounds<T> => {
  let sweeping: Promise<T> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): Promise<T> => {
    sweeping ??= run().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  };
  return {
    sweep,
    start: () => {
      timer ??= setInterval(() => void sweep().catch(onFault), sweepMs);
    },
    stop: async () => {
      clearInterval(timer);
      await sweeping?.catch(onFault);
    },
  };
};

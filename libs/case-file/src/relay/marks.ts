import type { CaseStore, Mark } from '../store/port.ts';

/** Marks that wait to be written together: a file that is written again soon takes its mark along. */
export interface Marks {
  readonly add: (mark: Mark) => void;
  /** Writes what waits; a mark that fails is kept for the next time. */
  readonly flush: () => Promise<void>;
}

/** Gathers marks for `delayMs`, then writes them in one bulk. */
export const createMarks = (
  store: Pick<CaseStore, 'mark'>,
  { delayMs, onFault }: { readonly delayMs: number; readonly onFault: (fault: unknown) => void },
): Marks => {
  let waiting = new Map<string, Mark>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const marks = waiting;
    waiting = new Map();
    if (marks.size === 0) return;
    await store.mark([...marks.values()]).catch((fault: unknown) => {
      onFault(fault);
      for (const [id, mark] of marks) if (!waiting.has(id)) waiting.set(id, mark);
      arm();
    });
  };
  const arm = (): void => {
    timer ??= setTimeout(() => void flush(), delayMs);
  };

  return {
    add: (mark) => {
      waiting.set(mark.id, mark);
      arm();
    },
    flush,
  };
};

import type { CaseStore, Mark } from '../store/port.ts';

/** Marks that wait to be written together: a file that is written again soon takes its mark along. */
export interface Marks {
  readonly add: (mark: Mark) => void;
  /** Writes what waits; a mark that fails is kept for the next time. */
  readonly flush: () => Promise<void>;
}

/** What marks need. */
export interface MarksParts {
  readonly store: Pick<CaseStore, 'mark'>;
  readonly delayMs: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/** Gathers marks for `delayMs`, then writes them in one bulk. */
export const createMarks = ({ store, delayMs, pause, onFault }: MarksParts): Marks => {
  let waiting = new Map<string, Mark>();
  let armed = false;

  const arm = (): void => {
    if (armed) return;
    armed = true;
    void pause(delayMs).then(() => {
      armed = false;
      return flush();
    });
  };

  const flush = async (): Promise<void> => {
    const marks = waiting;
    waiting = new Map();
    if (marks.size === 0) return;
    await store.mark([...marks.values()]).catch((fault: unknown) => {
      onFault(fault);
      for (const [id, mark] of marks) if (!waiting.has(id)) waiting.set(id, mark);
      arm();
    });
  };

  return {
    add: (mark) => {
      waiting.set(mark.id, mark);
      arm();
    },
    flush,
  };
};

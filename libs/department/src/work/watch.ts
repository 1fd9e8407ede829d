import type { CaseFile, CaseFiles } from '@yimen/case-file';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';

type Files = CaseFiles<Dossier, DossierCommand>;

/** Waits for news of one dossier, written by this process or by another. */
export interface Watch {
  /** The file when `isNews` holds, or as it is when the time is over or the client has gone. */
  readonly until: (
    id: string,
    isNews: (file: CaseFile<Dossier> | undefined) => boolean,
    waitMs: number,
    signal: AbortSignal,
  ) => Promise<CaseFile<Dossier> | undefined>;
  readonly close: () => void;
}

/** Other replicas' writes are looked for so often while somebody waits. */
const LOOK_MS = 500;

/** Makes the watch over a process's dossiers. */
export const createWatch = (files: Files): Watch => {
  const waiting = new Map<string, Set<() => void>>();
  const end = files.onSaved(({ id }) => {
    for (const wake of waiting.get(id) ?? []) wake();
  });

  const pause = (id: string, ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const own = waiting.get(id) ?? new Set();
      waiting.set(id, own);
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        own.delete(done);
        if (own.size === 0 && waiting.get(id) === own) waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(done, ms);
      own.add(done);
      signal.addEventListener('abort', done);
    });

  return {
    until: async (id, isNews, waitMs, signal) => {
      const giveUpAt = performance.now() + waitMs;
      for (;;) {
        const file = await files.load(id);
        const leftMs = giveUpAt - performance.now();
        if (isNews(file) || leftMs <= 0 || signal.aborted) return file;
        await pause(id, Math.min(LOOK_MS, leftMs), signal);
      }
    },
    close: end,
  };
};

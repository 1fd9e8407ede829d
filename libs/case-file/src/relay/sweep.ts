import type { StoredFile } from '../store/document.ts';
import type { CaseStore } from '../store/port.ts';

/** What a sweep is made of. */
export interface SweepParts {
  readonly store: Pick<CaseStore, 'waiting' | 'load'>;
  /** Files that one sweep looks at. */
  readonly limit: () => number;
  readonly take: (file: StoredFile) => void;
  /** Hears of everything that waits, in each sweep. */
  readonly waits?: (ids: ReadonlySet<string>) => void;
}

/**
 * Finds what a crash left unpublished: files that waited in the sweep before and still do, for the same entries.
 * No clocks are compared, so a replica with a wrong one neither hurries nor forgets.
 */
export const createSweep = ({ store, limit, take, waits }: SweepParts): (() => Promise<number>) => {
  let before = new Map<string, number>();
  return async () => {
    const waiting = await store.waiting(limit());
    waits?.(new Set(waiting.map(({ id }) => id)));
    const left = waiting.filter(({ id, relayed }) => relayed < (before.get(id) ?? 0));
    before = new Map(waiting.map(({ id, n }) => [id, n]));
    if (left.length === 0) return 0;
    const files = await store.load(left.map(({ id }) => id));
    for (const file of files) take(file);
    return files.length;
  };
};

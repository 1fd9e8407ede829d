import type { Limits } from '../limits.ts';
import type { Segment, StoredFile } from '../store/document.ts';
import type { CaseStore } from '../store/port.ts';

/** What sealing needs. */
export interface SealAwayParts {
  readonly store: Pick<CaseStore, 'load' | 'history' | 'seal'>;
  readonly limits: Limits;
  readonly cache: { readonly drop: (id: string) => void };
  readonly onFault: (fault: unknown) => void;
}

/**
 * Moves old entries that are published into segments once a file has grown long, in the background. Of replicas that
 * seal at once the first segment from an entry on counts, whatever limits the others have.
 */
export const createSealAway = (parts: SealAwayParts): ((file: StoredFile) => void) => {
  const under = new Set<string>();
  return (file) => {
    if (under.has(file._id) || !isLong(file, parts.limits) || file.relayed < file.base.n + parts.limits.segmentEntries)
      return;
    under.add(file._id);
    sealOld(parts, file._id)
      .catch(parts.onFault)
      .finally(() => under.delete(file._id));
  };
};

const isLong = ({ head, base }: Pick<StoredFile, 'head' | 'base'>, limits: Limits): boolean =>
  head.n - base.n >= limits.hotEntries + limits.segmentEntries;

/** Seals as many segments as are full and published. */
const sealOld = async ({ store, limits, cache }: Omit<SealAwayParts, 'onFault'>, id: string): Promise<void> => {
  const [file] = await store.load([id]);
  if (!file) return;
  let { base } = file;
  let hot = await store.history(id, base.n + 1);
  while (isLong({ head: file.head, base }, limits) && file.relayed >= base.n + limits.segmentEntries) {
    const entries = hot.slice(0, limits.segmentEntries);
    const last = entries.at(-1);
    if (!last || entries[0]?.n !== base.n + 1) return;
    const to = await store.seal(segmentOf(id, entries, last.n));
    if (to !== last.n) break; // another replica has cut it elsewhere: the next write begins from there
    hot = hot.slice(limits.segmentEntries);
    base = { n: last.n, hash: last.hash };
  }
  cache.drop(id);
};

const segmentOf = (id: string, entries: Segment['entries'], to: number): Segment => {
  const from = entries[0]?.n ?? 1;
  const causes = [...new Set(entries.flatMap(({ cause }) => ('id' in cause ? cause.id : [])))];
  return { _id: `${id}/${from}`, file: id, from, to, entries, causes };
};

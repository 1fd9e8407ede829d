import type { JsonObject } from '@yimen/kernel';
import type { Aggregate, Command, RecordedFact } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import type { Link } from '../store/document.ts';
import { upcastEntry } from '../versions/upcast.ts';
import { hashOf, rootHash } from './hash.ts';

/** What is wrong with a history, and where. */
export interface BrokenLink {
  readonly n: number;
  readonly problem: 'number' | 'link' | 'hash' | 'head';
}

/** A file, or any part of its history that starts after a known link. */
export interface Chain {
  readonly id: string;
  readonly history: readonly Entry[];
  /** The link before the first entry; the document's root when absent. */
  readonly base?: Link;
  /** The head as the document, an event, a receipt or a signed root states it; finds a cut-off tail. */
  readonly head?: Link;
}

/** The first broken link of a history, or `undefined` when it is whole: numbered without gaps, linked, hashed, complete. */
export const verifyHistory = ({ id, history, base, head }: Chain): BrokenLink | undefined => {
  let { n, hash } = base && base.n > 0 ? base : { n: 0, hash: rootHash(id) };
  for (const entry of history) {
    n += 1;
    if (entry.n !== n) return { n, problem: 'number' };
    if (entry.prev !== hash) return { n, problem: 'link' };
    if (hashOf(entry) !== entry.hash) return { n, problem: 'hash' };
    hash = entry.hash;
  }
  return head && (head.n !== n || head.hash !== hash) ? { n, problem: 'head' } : undefined;
};

/** An entry as `evolve` and `addresses` see it. */
export const factOf = (entry: Omit<Entry, 'hash'>): RecordedFact => ({
  n: entry.n,
  type: entry.type,
  at: entry.at,
  by: entry.by,
  data: entry.data,
  ...(entry.law === undefined ? {} : { law: entry.law }),
  ...(entry.edits ? { edits: true } : {}),
  ...(entry.sealed === undefined ? {} : { seals: true }),
});

type Folding<S extends JsonObject, C extends Command> = Pick<Aggregate<S, C>, 'start' | 'evolve'> &
  Partial<Pick<Aggregate<S, C>, 'schemaVersion' | 'upcasts'>>;

/** The state that a whole history comes to. */
export const foldHistory = <S extends JsonObject, C extends Command>(
  { start, evolve, schemaVersion = 1, upcasts }: Folding<S, C>,
  history: readonly Entry[],
): S =>
  history.reduce(
    (state, entry) => evolve(state, factOf(upcastEntry({ schemaVersion, ...(upcasts ? { upcasts } : {}) }, entry))),
    start,
  );

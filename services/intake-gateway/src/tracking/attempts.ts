import type { Cache } from '@yimen/cache';
import { type Clocks, type Refusal, refuse } from '@yimen/kernel';

/** Tries for one number before the door closes for the rest of the window. */
export const TRIES_PER_NUMBER = 5;
/** Tries from one address. */
export const TRIES_PER_ADDRESS = 60;
const WINDOW_MS = 900_000;
/** Numbers and addresses that a process counts by itself while the cache is away. */
const COUNTERS_LIMIT = 10_000;

/** Counts tries over all replicas; while the cache is away each process counts for itself. */
export const createAttempts = ({ cache, clocks }: { readonly cache: Cache; readonly clocks: Clocks }) => {
  const own = new Map<string, { count: number; endsAt: number }>();

  const countHere = (key: string): { count: number; resetMs: number } => {
    const now = clocks.system();
    const known = own.get(key);
    if (known && known.endsAt > now) {
      known.count += 1;
      return { count: known.count, resetMs: known.endsAt - now };
    }
    if (own.size >= COUNTERS_LIMIT) own.clear();
    own.set(key, { count: 1, endsAt: now + WINDOW_MS });
    return { count: 1, resetMs: WINDOW_MS };
  };
  const tries = async (key: string, limit: number): Promise<Refusal | undefined> => {
    const { count, resetMs } = (await cache.count(key, WINDOW_MS)) ?? countHere(key);
    if (count <= limit) return undefined;
    return refuse('too-many-tries', 'Too many tries.', { retryAfterS: Math.ceil(resetMs / 1_000) });
  };

  return {
    /** One more try, or the refusal of it. */
    count: async (number: string, address: string): Promise<Refusal | undefined> =>
      (await tries(`track:address:${address}`, TRIES_PER_ADDRESS)) ?? tries(`track:number:${number}`, TRIES_PER_NUMBER),
    /** The right password was given: the number's tries begin anew. */
    forget: async (number: string): Promise<void> => {
      own.delete(`track:number:${number}`);
      await cache.delete(`count:track:number:${number}`);
    },
  };
};

import type { Cache } from '@yimen/cache';

/** Tells whoever waits that a case has changed, in this process or another. */
export type News = {
  /** A case has this version now. */
  readonly tell: (id: string, version: number) => void;
  /** Resolves when there is news of the case, after `ms`, or when the signal says that nobody waits any more. */
  readonly next: (id: string, ms: number, signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
};

const CHANNEL = 'cases';
/** News of so long goes to the other replicas in one message. */
const GATHER_MS = 5;
/** Without a word one looks for oneself: seldom while the cache carries news, often while it is away. */
const LOOK_MS = 5_000;
const LOOK_ALONE_MS = 500;

/** News over the cache; when that is away, waiting becomes polling. */
export const createNews = async (cache: Cache, instance: string): Promise<News> => {
  const waiting = new Map<string, Set<() => void>>();
  let gathered = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const wake = (id: string): void => {
    for (const then of waiting.get(id) ?? []) then();
  };
  const wakeAll = (): void => {
    for (const id of waiting.keys()) wake(id);
  };
  const send = (): void => {
    timer = undefined;
    const lines = [...gathered].map(([id, version]) => `${id}:${version}`);
    gathered = new Map();
    void cache.publish(CHANNEL, `${instance} ${lines.join(' ')}`);
  };
  const unsubscribe = await cache.subscribe(CHANNEL, {
    heard: (text) => {
      const [from, ...lines] = text.split(' ');
      if (from !== instance) for (const line of lines) wake(line.split(':')[0] ?? '');
    },
    resumed: wakeAll, // what was said during the cut is lost
  });

  return {
    tell: (id, version) => {
      wake(id);
      gathered.set(id, version);
      timer ??= setTimeout(send, GATHER_MS);
    },
    next: (id, ms, signal) =>
      new Promise((resolve) => {
        const set = waiting.get(id) ?? new Set();
        const end = (): void => {
          clearTimeout(limit);
          signal.removeEventListener('abort', end);
          set.delete(end);
          if (set.size === 0 && waiting.get(id) === set) waiting.delete(id);
          resolve();
        };
        const limit = setTimeout(end, Math.min(ms, cache.health().connected ? LOOK_MS : LOOK_ALONE_MS));
        if (signal.aborted) return end();
        signal.addEventListener('abort', end);
        set.add(end);
        waiting.set(id, set);
      }),
    close: async () => {
      clearTimeout(timer);
      unsubscribe();
      wakeAll();
    },
  };
};

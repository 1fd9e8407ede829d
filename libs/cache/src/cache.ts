import { type CacheOptions, openConnections } from './connection.ts';
import { createSubscriptions, type Listener } from './subscriptions.ts';

/** Where a caller stands in its window. */
export interface Count {
  /** How many in this window, with this one. */
  readonly count: number;
  /** When the window ends. */
  readonly resetMs: number;
}

/** How the cache is. */
export interface CacheHealth {
  readonly connected: boolean;
  /** Operations that came to nothing because the server was away or slow. */
  readonly missed: number;
  readonly channels: number;
}

/**
 * What may be lost, at any moment and without a word. Nothing here throws: while the server is away reads answer
 * `undefined` and writes do nothing, and a counter tells of it.
 */
export interface Cache {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly set: (key: string, value: string, ttlMs: number) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  readonly publish: (channel: string, text: string) => Promise<void>;
  /** Answers how to stop listening. Kept through cuts; what was said meanwhile is lost, of which `resumed` tells. */
  readonly subscribe: (channel: string, listener: Listener) => Promise<() => void>;
  /** Keeps a one-time ticket; `false` when it is not kept, so it must not be handed out. */
  readonly putTicket: (ticket: string, value: string, ttlMs: number) => Promise<boolean>;
  /** The value of a ticket, to one caller only; `undefined` when it was taken, ran out, is unknown, or nobody can tell. */
  readonly takeTicket: (ticket: string) => Promise<string | undefined>;
  /** Counts one more in the running window of a key; `undefined` when nobody can tell, so let it pass. */
  readonly count: (key: string, windowMs: number) => Promise<Count | undefined>;
  readonly health: () => CacheHealth;
  readonly close: () => Promise<void>;
}

/** One more, and the window starts with the first; a counter that lost its end gets one again. */
const COUNT = `
local n = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { n, left }`;

/** Connects; when the server is away it starts all the same and finds it later. */
export const connectCache = async (options: CacheOptions): Promise<Cache> => {
  const { commands, subscriptions } = await openConnections(options);
  const { prefix = '' } = options;
  let missed = 0;
  const miss = () => {
    missed++;
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch {
      miss();
      return undefined;
    }
  };
  const listeners = createSubscriptions(subscriptions, miss);

  return {
    get: async (key) => (await attempt(() => commands.get(prefix + key))) ?? undefined,
    set: async (key, value, ttlMs) => {
      await attempt(() => commands.set(prefix + key, value, 'PX', ttlMs));
    },
    delete: async (key) => {
      await attempt(() => commands.del(prefix + key));
    },
    publish: async (channel, text) => {
      await attempt(() => commands.publish(prefix + channel, text));
    },
    subscribe: (channel, listener) => listeners.add(prefix + channel, listener),
    putTicket: async (ticket, value, ttlMs) =>
      (await attempt(() => commands.set(`${prefix}ticket:${ticket}`, value, 'PX', ttlMs, 'NX'))) === 'OK',
    takeTicket: async (ticket) => (await attempt(() => commands.getdel(`${prefix}ticket:${ticket}`))) ?? undefined,
    count: async (key, windowMs) => {
      const answer = await attempt(() => commands.eval(COUNT, 1, `${prefix}count:${key}`, windowMs));
      if (!Array.isArray(answer)) return undefined;
      return { count: Number(answer[0]), resetMs: Number(answer[1]) };
    },
    health: () => ({ connected: commands.status === 'ready', missed, channels: listeners.channels() }),
    close: async () => {
      for (const redis of [commands, subscriptions]) {
        await redis.quit().catch(() => {});
        redis.disconnect();
      }
    },
  };
};

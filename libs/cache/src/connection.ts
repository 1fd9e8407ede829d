import { Redis } from 'ioredis';

/** Where the cache is and how little anybody waits for it. */
export interface CacheOptions {
  readonly url: string;
  /** Stands before every key and channel, so that services do not meet. */
  readonly prefix?: string;
  readonly connectMs?: number;
  /** An answer later than this counts as none. */
  readonly commandMs?: number;
}

/** Two connections: a subscribed one can do nothing else. */
export interface Connections {
  readonly commands: Redis;
  readonly subscriptions: Redis;
}

const RECONNECT_FIRST_MS = 50;
const RECONNECT_LIMIT_MS = 2_000;

/** Starts both; they come and go with the server by themselves, and a command while it is away fails at once. */
export const openConnections = async (options: CacheOptions): Promise<Connections> => {
  const connections = { commands: open(options), subscriptions: open(options) };
  // a cache that is away must not keep a service from starting
  await Promise.all(Object.values(connections).map((redis) => redis.connect().catch(() => {})));
  return connections;
};

const open = ({ url, connectMs = 2_000, commandMs = 500 }: CacheOptions): Redis => {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: connectMs,
    commandTimeout: commandMs,
    retryStrategy: (times) => Math.min(RECONNECT_FIRST_MS * 2 ** Math.min(times, 10), RECONNECT_LIMIT_MS),
  });
  redis.on('error', () => {}); // told by `health`, not by ending the process
  return redis;
};

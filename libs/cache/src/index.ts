export { type Cache, type CacheHealth, type Count, connectCache } from './cache.ts';
export type { CacheOptions } from './connection.ts';
export type { Listener } from './subscriptions.ts';

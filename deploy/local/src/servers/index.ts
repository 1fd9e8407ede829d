import { kafka } from './kafka.ts';
import { mongodb } from './mongodb.ts';
import { redis } from './redis.ts';
import type { Recipe, RunningServer } from './server.ts';

/** The servers, by the name under which they are started and killed. */
export const RECIPES = { mongodb, kafka, redis } as const satisfies Record<string, Recipe>;
/** Name of a server. */
export type ServerName = keyof typeof RECIPES;
/** All servers of a run. */
export type RunningServers = Readonly<Record<ServerName, RunningServer>>;

/** The addresses as the services and the tests take them from the environment. */
export const addressesOf = (
  servers: RunningServers,
): Record<'MONGODB_URL' | 'KAFKA_BROKERS' | 'REDIS_URL', string> => ({
  MONGODB_URL: servers.mongodb.address,
  KAFKA_BROKERS: servers.kafka.address,
  REDIS_URL: servers.redis.address,
});

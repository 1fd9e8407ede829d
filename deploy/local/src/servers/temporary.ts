import { CACHE_DIR } from '../places.ts';
import { RECIPES, type RunningServers } from './index.ts';
import { freePorts } from './ports.ts';
import { startServer } from './server.ts';
import type { Say } from './tools.ts';
import { temporaryFolder } from './warden.ts';
import { WAY_TEXT } from './ways.ts';

/** Servers for tests: given addresses are used, the rest starts on free ports with data that is thrown away on stop. */
export const startTemporaryServers = async (
  env: Readonly<Record<string, string | undefined>>,
  say: Say,
): Promise<{ servers: RunningServers; stop: () => Promise<void> }> => {
  const { path: dataDir, remove } = temporaryFolder('servers');
  const [mongodbPort = 0, kafkaPort = 0, kafkaInnerPort = 0, redisPort = 0] = await freePorts(4);
  const place = { dataDir, logDir: dataDir, cacheDir: CACHE_DIR, path: env['PATH'] ?? '', temporary: true, say };
  const start = async (name: keyof typeof RECIPES, port: number, innerPort = 0) => {
    const recipe = RECIPES[name];
    const server = await startServer(recipe, env[recipe.variable], { ...place, port, innerPort });
    say(`${recipe.name} answers at ${server.address} (${WAY_TEXT[server.way]})`);
    return server;
  };
  const starts = [start('mongodb', mongodbPort), start('kafka', kafkaPort, kafkaInnerPort), start('redis', redisPort)];
  const results = await Promise.allSettled(starts);
  const up = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(up.map((server) => server.stop()));
    remove();
  };
  const [mongodb, kafka, redis] = up;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed || !mongodb || !kafka || !redis) {
    await stop();
    throw failed?.reason ?? new Error('A server is missing.');
  }
  return { servers: { mongodb, kafka, redis }, stop };
};

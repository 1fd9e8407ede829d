import { setTimeout as pause } from 'node:timers/promises';
import { readLags } from '../checker/gather/topics.ts';
import { until } from '../platform/crashing.ts';
import { intakeAlwaysOpen } from './F7.ts';
import { type Fault, nodesOf, type Scene } from './fault.ts';

const NODES = [0, 1, 2] as const;
const AWAY_MS = 12_000;
const SERVED_LIMIT_MS = 120_000;

/** A broker may come back only when its old session has ended, and must catch up: until every group can be asked. */
const caughtUp = async ({ stage }: Scene): Promise<void> => {
  await nodesOf({ stage }).ready();
  const ask = (): Promise<boolean> =>
    readLags(stage.stack.urls.kafkaBrokers).then(
      () => true,
      () => false,
    );
  await until(ask, SERVED_LIMIT_MS, 'The brokers did not come back.');
};

/** Leaders die, the majority is away, every broker is restarted: nothing that was acknowledged is lost. */
export const F8: Fault = {
  name: 'F8',
  title: 'Kafka (three nodes): leader killed, two of three away, rolling restart',
  servers: 'brokers',
  convergeMs: 60_000,
  strike: async (scene) => {
    const cluster = nodesOf(scene);
    const { chance, length, say } = scene;
    const leader = Math.floor(chance() * NODES.length);
    await cluster.kill(leader);
    say(`broker ${leader} killed`);
    await pause(AWAY_MS * length);
    cluster.start(leader);
    await caughtUp(scene);
    const others = NODES.filter((node) => node !== leader);
    await Promise.all(others.map(cluster.kill));
    say('two of three brokers away');
    await pause(AWAY_MS * length);
    for (const node of others) cluster.start(node);
    await caughtUp(scene);
    for (const node of NODES.slice(0, Math.max(1, Math.round(NODES.length * length)))) {
      await cluster.stop(node);
      cluster.start(node);
      say(`broker ${node} restarted`);
      await caughtUp(scene);
    }
  },
  alsoHolds: (evidence) => intakeAlwaysOpen('F8', evidence),
};

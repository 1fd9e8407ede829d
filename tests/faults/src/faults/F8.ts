import { setTimeout as pause } from 'node:timers/promises';
import { branchesTopic } from '@yimen/contracts';
import { connectBroker } from '@yimen/messaging';
import { untilGroupsAnswer } from '../checker/gather/topics.ts';
import { type Fault, nodesOf, type Scene } from './fault.ts';
import { alwaysAnswered, cleanRefusalsOnly } from './holds.ts';

const NODES = [0, 1, 2] as const;
const AWAY_MS = 12_000;
const SERVED_LIMIT_MS = 120_000;

/** A broker may come back only when its old session has ended, and must catch up: until every group can be asked. */
const caughtUp = async ({ stage }: Scene): Promise<void> => {
  await nodesOf({ stage }).ready();
  await untilGroupsAnswer(stage.stack.urls.kafkaBrokers, SERVED_LIMIT_MS);
};

const TOPIC = branchesTopic('commerce-registration');

/** The place among the nodes of the broker that leads the first partition of a topic, as the cluster itself says. */
const leaderOf = async ({ stage: { stack } }: Scene, topic: string): Promise<number> => {
  const { kafkaBrokers: brokers } = stack.urls;
  const broker = connectBroker({ brokers, clientId: 'harness' });
  return broker.administer(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const { brokers: known } = await admin.describeCluster();
    const leader = topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader;
    const port = known.find(({ nodeId }) => nodeId === leader)?.port;
    const place = brokers.findIndex((address) => address.endsWith(`:${port}`));
    if (place < 0) throw new Error(`Nobody leads ${topic}.`);
    return place;
  });
};

/** The leader of a partition dies, the majority is away, every broker is restarted: nothing that was acknowledged is lost. */
export const F8: Fault = {
  name: 'F8',
  title: 'Kafka (three nodes): the leader of a partition killed, two of three away, rolling restart',
  servers: 'brokers',
  convergeMs: 60_000,
  strike: async (scene) => {
    const cluster = nodesOf(scene);
    const { length, say } = scene;
    const leader = await leaderOf(scene, TOPIC);
    await cluster.kill(leader);
    say(`broker ${leader} killed, which led ${TOPIC}/0`);
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
  alsoHolds: (evidence) => [...cleanRefusalsOnly('F8', evidence), ...alwaysAnswered('F8', evidence)],
};

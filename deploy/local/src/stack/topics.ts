import { topics } from '@yimen/contracts';
import { connectBroker, declareTopics } from '@yimen/messaging';
import { Obstacle } from '../servers/obstacle.ts';

/** Three brokers or more hold every partition three times; a single one holds it once. */
const replicationOn = (brokers: string): number => (brokers.split(',').length >= 3 ? 3 : 1);

/** Creates the platform's topics where they are missing, compares the others, and answers how many were created. */
export const runTopicsJob = async (brokers: string): Promise<number> => {
  const broker = connectBroker({ brokers: brokers.split(','), clientId: 'topics-job' });
  const declared = topics.map((topic) => ({ ...topic, replication: replicationOn(brokers) }));
  const { created, drift } = await declareTopics(broker, declared);
  const [first] = drift;
  if (first)
    throw new Obstacle(
      `Topic ${first.topic} has ${first.property} ${first.found} where ${first.declared} is declared: forget the state with \`npm start -- --fresh\`, or alter the topic.`,
    );
  return created.length;
};

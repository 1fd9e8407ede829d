import { topics } from '@yimen/contracts';
import { connectBroker, declareTopics } from '@yimen/messaging';
import { Obstacle } from '../servers/obstacle.ts';

/** A single local broker holds every partition once. */
const REPLICATION = 1;

/** Creates the platform's topics where they are missing, compares the others, and answers how many were created. */
export const runTopicsJob = async (brokers: string): Promise<number> => {
  const broker = connectBroker({ brokers: brokers.split(','), clientId: 'topics-job' });
  const declared = topics.map((topic) => ({ ...topic, replication: REPLICATION }));
  const { created, drift } = await declareTopics(broker, declared);
  const [first] = drift;
  if (first)
    throw new Obstacle(
      `Topic ${first.topic} has ${first.property} ${first.found} where ${first.declared} is declared: forget the state with \`npm start -- --fresh\`, or alter the topic.`,
    );
  return created.length;
};

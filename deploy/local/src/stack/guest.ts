import { randomBytes } from 'node:crypto';
import { topics } from '@yimen/contracts';
import { connectBroker } from '@yimen/messaging';
import mongoose from 'mongoose';
import { Obstacle } from '../servers/obstacle.ts';

/** What a temporary stack does to be a polite guest on servers that it did not start. */
export interface Guest {
  readonly databasePrefix: string;
  /** Throws a sentence when the given Kafka carries a platform already: topic names are fixed. */
  readonly requireRoom: () => Promise<void>;
  /** Drops this guest's databases, and its topics. */
  readonly leave: () => Promise<void>;
}

const names = topics.map(({ name }) => name);

/** The guest of a given MongoDB, a given Kafka, both or none. */
export const createGuest = (mongodbUrl: string | undefined, kafkaBrokers: string | undefined): Guest => {
  const databasePrefix = mongodbUrl ? `t${randomBytes(4).toString('hex')}_` : '';
  const broker = kafkaBrokers
    ? connectBroker({ brokers: kafkaBrokers.split(','), clientId: 'temporary-stack' })
    : undefined;
  let entered = false;
  return {
    databasePrefix,
    requireRoom: async () => {
      const present = await broker?.administer((admin) => admin.listTopics());
      if (present?.some((topic) => names.includes(topic)))
        throw new Obstacle(
          `Kafka at ${kafkaBrokers} carries another platform's topics: give a Kafka of its own, or unset KAFKA_BROKERS.`,
        );
      entered = true;
    },
    leave: async () => {
      if (!entered) return;
      await broker?.administer((admin) => admin.deleteTopics({ topics: names }));
      if (mongodbUrl) await dropDatabases(mongodbUrl, databasePrefix);
    },
  };
};

const dropDatabases = async (mongodbUrl: string, prefix: string): Promise<void> => {
  const connection = await mongoose.createConnection(mongodbUrl).asPromise();
  try {
    const { databases } = await connection.listDatabases();
    for (const { name } of databases) if (name.startsWith(prefix)) await connection.useDb(name).dropDatabase();
  } finally {
    await connection.close();
  }
};

/** The real servers that integration tests run against. */
export interface Servers {
  /** A MongoDB replica set, without a database name in its path. */
  readonly mongodbUrl: string;
  /** Host and port of each Kafka broker. Topics are not created by themselves. */
  readonly kafkaBrokers: readonly string[];
  /** A Redis that may forget everything. */
  readonly redisUrl: string;
}

const address = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: run integration tests by \`npm test\`, or give the server's address in ${name}.`,
  );
};

/** The servers of this run; reading an address that nobody gave throws. Use unique names on them: they are shared. */
export const servers: Servers = {
  get mongodbUrl() {
    return address('MONGODB_URL');
  },
  get kafkaBrokers() {
    return address('KAFKA_BROKERS').split(',');
  },
  get redisUrl() {
    return address('REDIS_URL');
  },
};

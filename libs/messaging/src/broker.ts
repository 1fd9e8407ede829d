import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Outage } from '@yimen/kernel';
import kafkajs, {
  type Admin,
  type ISocketFactory,
  Kafka,
  type KafkaConfig,
  type KafkaJSProtocolError,
  type LogEntry,
  logLevel,
} from 'kafkajs';
import type { Logger } from 'pino';
import { quietDriver } from './quiet-driver.ts';

/** What this lib logs with; a pino logger. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Where the brokers are. */
export interface BrokerOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log?: Log;
  readonly tls?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  readonly connectMs?: number;
  /** A request without an answer for so long has failed. */
  readonly requestMs?: number;
  /** How a socket is opened; a test cuts the line here. */
  readonly openSocket?: ISocketFactory;
}

/** The brokers as this process reaches them. Nothing is connected until it is used. */
export interface Broker {
  /** A client of its own, with its own sockets. */
  readonly client: () => Client;
  /**
   * Runs one piece of administration on a connection of its own; throws an outage when no broker answers, what the broker
   * refuses as it is (`brokerFailure`), and what the work itself throws as it is, too.
   */
  readonly administer: <T>(work: (admin: Admin) => Promise<T>) => Promise<T>;
  readonly log: Log | undefined;
}

/** One client of the driver. */
export interface Client {
  readonly kafka: Kafka;
  /** Cuts every socket at once, and those that it still opens: for a client that does not disconnect by itself. */
  readonly cut: () => void;
}

/** Describes the brokers; never fails, since they may be away at the start. */
export const connectBroker = (options: BrokerOptions): Broker => {
  const client = () => createClient(options);
  return {
    client,
    log: options.log,
    administer: async (work) => {
      const { kafka, cut } = client();
      const admin = kafka.admin({ retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 } });
      try {
        await admin.connect();
        return await work(admin);
      } catch (error) {
        throw error instanceof kafkajs.KafkaJSError ? brokerFailure(error) : error;
      } finally {
        await admin.disconnect().catch(cut);
      }
    },
  };
};

/**
 * What a broker refuses whoever leads and however often it is asked: rights that are missing, and what it takes from
 * nobody. Not all that the driver would not try again is of this kind: a broker that is stopping says such things, too.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_GROUP_ID',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
]);

/** What a failure of the driver is told as: what the broker refuses as it says it, and all else as an outage. */
export const brokerFailure = (error: unknown): Outage | KafkaJSProtocolError => {
  if (error instanceof Outage) return error;
  return refusalIn(error) ?? new Outage('The message broker cannot be reached.', { cause: error });
};

/** The driver wraps what the broker says, once for each of its loops. */
const WRAPS_LIMIT = 4;

const refusalIn = (error: unknown, wraps = 0): KafkaJSProtocolError | undefined => {
  if (!(error instanceof Error) || wraps > WRAPS_LIMIT) return undefined;
  if (error instanceof kafkajs.KafkaJSProtocolError && REFUSALS.has(error.type)) return error;
  return refusalIn(error.cause, wraps + 1);
};

const createClient = ({ brokers, clientId, log, tls, sasl, ...options }: BrokerOptions): Client => {
  quietDriver();
  const sockets = new Set<Socket>();
  let gone = false;
  // with an error, or the driver does not notice and waits for answers
  const end = (socket: Socket) => socket.destroy(new Error('The line was cut.'));
  const open = options.openSocket ?? openSocket;
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    ...(tls === undefined ? {} : { ssl: tls }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: options.connectMs ?? 3_000,
    requestTimeout: options.requestMs ?? 10_000,
    enforceRequestTimeout: true,
    // of finding a broker at all; whoever needs one tries again by itself
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 },
    socketFactory: (args) => {
      const socket = open(args);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (gone) end(socket);
      return socket;
    },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(log, entry),
  });
  return {
    kafka,
    cut: () => {
      gone = true;
      sockets.forEach(end);
    },
  };
};

const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, servername: host, ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  return socket.setNoDelay(true);
};

/** The driver calls "error" what it will retry by itself, so nothing of it is more than a warning here. */
const tell = (log: Log | undefined, { namespace, log: { message, groupId, error } }: LogEntry): void =>
  log?.warn({ namespace, text: message, groupId, error: String(error ?? '') }, 'The Kafka client reports.');

import { Obstacle } from '@yimen/local';
import {
  connectBroker,
  createPublisher,
  type IncomingMessage,
  type OutgoingMessage,
  readRange,
} from '@yimen/messaging';

/** A message that was put aside. */
export interface DeadMessage {
  /** `<partition>/<offset>` on the dead topic. */
  readonly place: string;
  /** The event's own id, when it can be read. */
  readonly id?: string;
  readonly type?: string;
  readonly key: string;
  readonly reason: string;
  /** When it was put aside. */
  readonly at: string;
  /** What was last done with it, and when: "put back", or "passed over". */
  readonly done?: string;
  readonly message: IncomingMessage;
}

const DEAD = '.dead';
/** On a message of the dead topic without a value: the place of the message that was dealt with, how, and when. */
const REPLAY_OF = 'replay-of';
const HOW = 'replay-how';
const REPLAYED_AT = 'replayed-at';
type How = 'put back' | 'passed over';
const PUT_BACK: How = 'put back';

/** What stands on a dead topic, oldest first; what was put back says so and stays. */
export const listDead = async (
  brokers: readonly string[],
  topic: string,
  { from }: { readonly from?: string } = {},
): Promise<readonly DeadMessage[]> => {
  if (!topic.endsWith(DEAD)) throw new Obstacle(`${topic} is no topic of messages put aside: those end in ${DEAD}.`);
  const since = from === undefined ? 0 : Date.parse(from);
  if (Number.isNaN(since)) throw new Obstacle(`${from} is no moment: say one like 2026-11-22T04:00:00Z.`);
  const broker = connectBroker({ brokers, clientId: 'ops-replay' });
  const messages: IncomingMessage[] = [];
  await readRange(broker, { topics: [topic], each: (message) => void messages.push(message) });
  const done = new Map<string, string>();
  for (const { headers } of messages) {
    const of = headers[REPLAY_OF];
    if (of !== undefined) done.set(of, `${headers[HOW] ?? PUT_BACK} ${headers[REPLAYED_AT] ?? ''}`);
  }
  return messages
    .filter(({ headers, timestamp }) => headers[REPLAY_OF] === undefined && timestamp >= since)
    .map((message) => describe(message, done))
    .toSorted((a, b) => a.message.timestamp - b.message.timestamp);
};

const describe = (message: IncomingMessage, known: ReadonlyMap<string, string>): DeadMessage => {
  const { partition, offset, key, headers, timestamp } = message;
  const place = `${partition}/${offset}`;
  const done = known.get(place);
  return {
    place,
    ...identityOf(message),
    key: key ?? '',
    reason: headers['reason'] ?? 'unknown',
    at: new Date(timestamp).toISOString(),
    ...(done === undefined ? {} : { done }),
    message,
  };
};

const identityOf = ({ value }: IncomingMessage): { readonly id?: string; readonly type?: string } => {
  try {
    const event = JSON.parse(value?.toString('utf8') ?? '') as {
      readonly id?: unknown;
      readonly type?: unknown;
    } | null;
    return {
      ...(typeof event?.id === 'string' ? { id: event.id } : {}),
      ...(typeof event?.type === 'string' ? { type: event.type } : {}),
    };
  } catch {
    return {};
  }
};

const OF_THE_DEAD: ReadonlySet<string> = new Set(['reason', 'origin-topic', 'origin-partition', 'origin-offset']);

/**
 * Puts messages back on the topic they came from, as they were; consumers drop what they have taken meanwhile. The dead
 * topic keeps them, and a note that they were put back.
 */
export const replay = async (
  brokers: readonly string[],
  topic: string,
  chosen: readonly DeadMessage[],
): Promise<void> => {
  const publisher = createPublisher(connectBroker({ brokers, clientId: 'ops-replay' }));
  const at = new Date().toISOString();
  try {
    for (const { place, message } of chosen) {
      const { headers, key = '', value } = message;
      const own = Object.entries(headers).filter(([name]) => !OF_THE_DEAD.has(name));
      const back: OutgoingMessage = {
        topic: originOf(topic, message),
        key,
        value: value ?? null,
        headers: { ...Object.fromEntries(own), 'replayed-from': `${topic}/${place}`, [REPLAYED_AT]: at },
      };
      await publisher.publish([back]);
      await publisher.publish([noteOf(topic, { place, key }, PUT_BACK, at)]);
    }
  } finally {
    await publisher.close();
  }
};

/** The topic that a message was put aside from. */
export const originOf = (topic: string, { headers }: IncomingMessage): string =>
  headers['origin-topic'] ?? topic.slice(0, -DEAD.length);

const noteOf = (
  topic: string,
  { place, key }: Pick<DeadMessage, 'place' | 'key'>,
  how: How,
  at: string,
): OutgoingMessage => ({
  topic,
  key,
  value: null,
  headers: { [REPLAY_OF]: place, [HOW]: how, [REPLAYED_AT]: at },
});

/** Leaves a note on a dead topic of what was done with some of its messages. */
export const noteDone = async (
  brokers: readonly string[],
  topic: string,
  messages: readonly DeadMessage[],
  how: How,
): Promise<void> => {
  if (messages.length === 0) return;
  const publisher = createPublisher(connectBroker({ brokers, clientId: 'ops-replay' }));
  const at = new Date().toISOString();
  await publisher.publish(messages.map((message) => noteOf(topic, message, how, at))).finally(publisher.close);
};

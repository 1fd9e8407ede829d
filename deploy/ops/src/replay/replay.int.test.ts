import {
  connectBroker,
  createDeadLetters,
  createPublisher,
  declareTopics,
  type IncomingMessage,
  readRange,
} from '@yimen/messaging';
import { servers, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDead, replay } from './replay.ts';

const brokers = servers.kafkaBrokers;
const topic = uniqueName('branches');
const dead = `${topic}.dead`;
const broker = connectBroker({ brokers, clientId: 'replay-test' });
const publisher = createPublisher(broker);

const read = async (from: string): Promise<readonly IncomingMessage[]> => {
  const messages: IncomingMessage[] = [];
  await readRange(broker, { topics: [from], each: (message) => void messages.push(message) });
  return messages;
};

beforeAll(async () => {
  await declareTopics(
    broker,
    [topic, dead].map((name) => ({ name, partitions: 2, replication: 1, retentionMs: -1, compact: false })),
  );
  const bury = createDeadLetters(publisher);
  const message = (offset: string, value: string) => ({
    topic,
    partition: 0,
    offset,
    key: 'case-1',
    value: Buffer.from(value),
    headers: { traceparent: '00-a-b-01' },
    timestamp: 0,
  });
  await bury(message('3', '{"id":"c1/1/abc","type":"branch.opened"}'), 'unreadable: Unreadable');
  await bury(message('4', 'no JSON'), 'unreadable: SyntaxError');
});
afterAll(async () => {
  await publisher.close();
  await broker.administer((admin) => admin.deleteTopics({ topics: [topic, dead] }));
});

describe('what was put aside', () => {
  it('is listed with its reason, whatever it is', async () => {
    expect(await listDead(brokers, dead)).toMatchObject([
      { id: 'c1/1/abc', type: 'branch.opened', key: 'case-1', reason: 'unreadable: Unreadable' },
      { key: 'case-1', reason: 'unreadable: SyntaxError' },
    ]);
    expect(await listDead(brokers, dead, { from: '2999-01-01T00:00:00Z' })).toEqual([]);
  });

  it('goes back as it was when it is chosen, stays where it lay, and says that it was put back', async () => {
    const [first] = await listDead(brokers, dead);
    if (!first) throw new Error('Nothing was put aside.');
    await replay(brokers, dead, [first]);
    const [back, ...more] = await read(topic);
    expect(more).toEqual([]);
    expect(back).toMatchObject({
      key: 'case-1',
      headers: { traceparent: '00-a-b-01', 'replayed-from': `${dead}/${first.place}` },
    });
    expect(back?.value?.toString()).toBe('{"id":"c1/1/abc","type":"branch.opened"}');
    expect(Object.keys(back?.headers ?? {})).not.toContain('reason');
    const after = await listDead(brokers, dead);
    expect(after.map(({ done }) => done?.replace(/ 2.*/, ''))).toEqual(['put back', undefined]);
  });

  it('is on topics of its own: another topic is refused', async () => {
    await expect(listDead(brokers, topic)).rejects.toThrow('no topic of messages put aside');
  });
});

import { Outage } from '@yimen/kernel';
import { eventually, servers, uniqueName } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectBroker, createPublisher, lagOf } from './index.ts';
import { beginTrial, breakable, collect, numbered, PATIENCE, type Trial } from './testing.ts';

let trial: Trial;
beforeAll(() => {
  trial = beginTrial();
});
afterEach(() => trial.stopConsumers());
afterAll(() => trial.end());

describe('brokers that go away and come back', () => {
  it('delay messages and lose none, without any help', async () => {
    const topic = await trial.newTopic();
    const line = breakable();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const sender = createPublisher(far, { attempts: 2 });
    const { onBatch, different } = collect();
    const consumer = trial.consume({ broker: far, topics: [topic], onBatch });
    await sender.publish(numbered(topic, 50));
    await eventually(() => different() === 50, PATIENCE);

    line.cut();
    await expect(sender.publish(numbered(topic, 50, 50))).rejects.toBeInstanceOf(Outage);
    await eventually(() => consumer.health().crashes > 0, PATIENCE);
    line.mend();
    await sender.publish(numbered(topic, 50, 50));
    await eventually(() => different() === 100, PATIENCE);
    await consumer.stop();
    await sender.close();
  });

  it('do not keep anything from starting', async () => {
    const topic = await trial.newTopic();
    const line = breakable();
    line.cut();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const sender = createPublisher(far, { attempts: 1 });
    const { onBatch, different } = collect();
    const consumer = trial.consume({ broker: far, topics: [topic], onBatch });
    await expect(sender.publish(numbered(topic, 1))).rejects.toBeInstanceOf(Outage);
    line.mend();
    await consumer.ready;
    await sender.publish(numbered(topic, 1));
    await eventually(() => different() === 1, PATIENCE);
    await consumer.stop();
    await sender.close();
  });
});

describe('a connection that fell silent', () => {
  it('is left by the publisher, which loses nothing', async () => {
    const topic = await trial.newTopic();
    const line = breakable();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const sender = createPublisher(far);
    const { onBatch, different } = collect();
    trial.consume({ topics: [topic], onBatch });
    await sender.publish(numbered(topic, 10));
    line.freeze();
    await sender.publish(numbered(topic, 10, 10));
    await eventually(() => different() === 20, PATIENCE);
    await sender.close();
  });
});

describe('a consumer whose commits are refused ever again', () => {
  it('is replaced by one that commits', async () => {
    const topic = await trial.newTopic(1);
    let clients = 0;
    const { onBatch, different } = collect();
    const misled = {
      ...trial.broker,
      client: () => {
        const client = trial.broker.client();
        if (++clients > 1) return client;
        const kafka = Object.create(client.kafka) as typeof client.kafka;
        kafka.consumer = (options) =>
          Object.assign(client.kafka.consumer(options), {
            commitOffsets: () => Promise.reject(new Error('This is not the correct coordinator for this group')),
          });
        return { ...client, kafka };
      },
    };
    const groupId = uniqueName('misled');
    const consumer = trial.consume({ broker: misled, topics: [topic], onBatch, groupId });
    await consumer.ready;
    for (let n = 0; consumer.health().crashes === 0; n++) {
      await trial.publisher.publish(numbered(topic, 1, n));
      await eventually(() => different() === n + 1, PATIENCE);
    }
    expect(consumer.health().refusedCommits).toBeGreaterThanOrEqual(3);
    await eventually(async () => (await lagOf(trial.broker, groupId, [topic])).total === 0, PATIENCE);
  });
});

describe('a consumer that hears nothing any more', () => {
  it('is noticed and replaced, and misses nothing', async () => {
    const topic = await trial.newTopic();
    const line = breakable();
    const far = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'far', openSocket: line.openSocket });
    const { onBatch, different } = collect();
    const consumer = trial.consume({ broker: far, topics: [topic], onBatch, stalledMs: 2_000 });
    await trial.publisher.publish(numbered(topic, 10));
    await eventually(() => different() === 10, PATIENCE);

    line.freeze();
    await trial.publisher.publish(numbered(topic, 10, 10));
    await eventually(() => consumer.health().stalls > 0, PATIENCE);
    await eventually(() => different() === 20, PATIENCE);
    await consumer.stop();
  });
});

describe('a machine whose clock is set back an hour', () => {
  it('leaves no consumer without heartbeats: it is replaced, and what it handles is committed', async () => {
    const honest = Date.now;
    const topic = await trial.newTopic();
    const groupId = uniqueName('group');
    const { onBatch, different } = collect();
    const consumer = trial.consume({ topics: [topic], groupId, onBatch, stalledMs: 5_000 });
    await trial.publisher.publish(numbered(topic, 10));
    await eventually(() => different() === 10, PATIENCE);

    Date.now = () => honest() - 3_600_000;
    try {
      await eventually(() => consumer.health().stalls > 0, PATIENCE);
      await trial.publisher.publish(numbered(topic, 10, 10));
      await eventually(() => different() === 20, PATIENCE);
      await eventually(async () => (await lagOf(trial.broker, groupId, [topic])).total === 0, PATIENCE);
    } finally {
      Date.now = honest;
    }
    await consumer.stop();
  });
});

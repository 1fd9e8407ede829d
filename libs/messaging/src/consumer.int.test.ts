import { Outage } from '@yimen/kernel';
import { eventually, uniqueName } from '@yimen/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deadTopicOf, FAULT_LIMIT, lagOf, partitionOf, placeGroup } from './index.ts';
import { beginTrial, byValue, collect, numbered, PARTITIONS, PATIENCE, type Trial, upTo } from './testing.ts';

let trial: Trial;
beforeAll(() => {
  trial = beginTrial();
});
afterEach(() => trial.stopConsumers());
afterAll(() => trial.end());

describe('messages that are published', () => {
  it('are all handled, those of one key in order', async () => {
    const topic = await trial.newTopic();
    const { seen, onBatch, different } = collect();
    await Promise.all([
      trial.publisher.publish(numbered(topic, 500)),
      trial.publisher.publish(numbered(topic, 500, 500)),
    ]);
    trial.consume({ topics: [topic], onBatch });
    await eventually(() => different() === 1_000, PATIENCE);
    for (const ofKey of Map.groupBy(seen, ({ key }) => key).values()) {
      const once = [...new Set(ofKey.map(({ event }) => event))]; // what comes again comes later
      expect(once).toEqual(byValue(once));
    }
    for (const { key, partition } of seen) expect(partition).toBe(partitionOf(key ?? '', PARTITIONS));
  });

  it('may be more bytes than one request may have', async () => {
    const topic = await trial.newTopic(1);
    const { onBatch, events } = collect();
    const large = (i: number) => ({ topic, key: 'case-1', value: JSON.stringify([i, 'x'.repeat(60_000)]) });
    await trial.publisher.publish(upTo(40).map(large));
    trial.consume({ topics: [topic], onBatch });
    await eventually(() => events().length === 40, PATIENCE);
    expect(events().map((event) => Array.isArray(event) && event[0])).toEqual(upTo(40));
  });

  it('keep their headers, and a tombstone is told as such', async () => {
    const topic = await trial.newTopic(1);
    const raw: unknown[] = [];
    await trial.publisher.publish([{ topic, key: 'k', value: null, headers: { traceparent: '00-abc' } }]);
    trial.consume({ topics: [topic], read: (message) => raw.push({ ...message }) });
    await eventually(() => raw.length === 1, PATIENCE);
    expect(raw[0]).toMatchObject({ key: 'k', value: undefined, headers: { traceparent: '00-abc' }, offset: '0' });
  });
});

describe('a group that stops and starts again', () => {
  it('goes on behind what it has handled', async () => {
    const topic = await trial.newTopic();
    const groupId = uniqueName('group');
    const first = collect();
    await trial.publisher.publish(numbered(topic, 100));
    const before = trial.consume({ topics: [topic], groupId, onBatch: first.onBatch });
    await eventually(() => first.different() === 100, PATIENCE);
    await before.stop();
    expect(await lagOf(trial.broker, groupId, [topic])).toEqual({ total: 0, byTopic: { [topic]: 0 } });

    await trial.publisher.publish(numbered(topic, 10, 100));
    expect((await lagOf(trial.broker, groupId, [topic])).total).toBe(10);
    const second = collect();
    trial.consume({ topics: [topic], groupId, onBatch: second.onBatch });
    await eventually(() => second.different() === 10, PATIENCE);
    expect(new Set(second.events())).toEqual(new Set(upTo(110).slice(100)));
  });

  it('reads all again when it is set back to the beginning', async () => {
    const topic = await trial.newTopic();
    const groupId = uniqueName('group');
    const first = collect();
    await trial.publisher.publish(numbered(topic, 20));
    const before = trial.consume({ topics: [topic], groupId, onBatch: first.onBatch });
    await eventually(() => first.different() === 20, PATIENCE);
    await before.stop();
    await placeGroup(trial.broker, groupId, [topic], {});
    const second = collect();
    trial.consume({ topics: [topic], groupId, onBatch: second.onBatch });
    await eventually(() => second.different() === 20, PATIENCE);
  });
});

describe('a poisoned message', () => {
  it('goes to .dead with where it came from, and its partition goes on', async () => {
    const topic = await trial.newTopic(1);
    const { onBatch, events } = collect();
    const dead: unknown[] = [];
    await trial.publisher.publish([
      ...numbered(topic, 1),
      { topic, key: 'bad', value: '{no' },
      ...numbered(topic, 2, 1),
    ]);
    const consumer = trial.consume({ topics: [topic], onBatch });
    trial.consume({ topics: [deadTopicOf(topic)], read: (it) => dead.push({ ...it, value: String(it.value) }) });
    await eventually(() => events().length === 3 && dead.length === 1, PATIENCE);
    expect(dead[0]).toMatchObject({
      key: 'bad',
      value: '{no',
      headers: {
        'origin-topic': topic,
        'origin-partition': '0',
        'origin-offset': '1',
        reason: 'unreadable: SyntaxError',
      },
    });
    expect(consumer.health()).toMatchObject({ dead: 1, messages: 4 });
  });

  it('that only faults when handled goes there after its tries', async () => {
    const topic = await trial.newTopic(1);
    const { seen, onBatch, events } = collect();
    const dead: unknown[] = [];
    await trial.publisher.publish(numbered(topic, 5));
    const consumer = trial.consume({
      topics: [topic],
      onBatch: async (messages) => {
        if (messages.some(({ event }) => event === 2)) throw new TypeError('a fault of ours');
        await onBatch(messages);
      },
    });
    trial.consume({ topics: [deadTopicOf(topic)], read: (it) => dead.push(it.headers['reason']) });
    await eventually(() => dead.length === 1 && seen.at(-1)?.event === 4, PATIENCE);
    expect(dead).toEqual(['fault: TypeError']);
    expect(new Set(byValue(events()))).toEqual(new Set([0, 1, 3, 4]));
    expect(consumer.health()).toMatchObject({ dead: 1, faults: FAULT_LIMIT, outages: 0 });
  });
});

describe('a database that is away for one partition', () => {
  it('delays that partition only, and loses nothing', async () => {
    const topic = await trial.newTopic();
    const { onBatch, events, different } = collect();
    const blocked = partitionOf('case-0', PARTITIONS);
    const others = numbered(topic, 100).filter(({ key }) => partitionOf(key, PARTITIONS) !== blocked).length;
    let away = true;
    await trial.publisher.publish(numbered(topic, 100));
    const consumer = trial.consume({
      topics: [topic],
      onBatch: async (messages) => {
        if (away && messages[0]?.partition === blocked) throw new Outage('away');
        await onBatch(messages);
      },
    });
    await eventually(() => different() === others && consumer.health().outages > 2, PATIENCE);
    away = false;
    await eventually(() => different() === 100, PATIENCE);
    expect(new Set(events())).toEqual(new Set(upTo(100)));
    expect(consumer.health()).toMatchObject({ dead: 0, crashes: 0, stalls: 0 });
  });
});

describe('several members of a group', () => {
  it('have the equal partition numbers of all topics', async () => {
    const both = [await trial.newTopic(), await trial.newTopic()];
    const groupId = uniqueName('group');
    const members = [trial.consume({ topics: both, groupId }), trial.consume({ topics: both, groupId })];
    await eventually(() => {
      const owned = members.map((member) => member.health().assigned);
      const sizes = owned.map((it) => it[both[0] ?? '']?.length ?? 0);
      return sizes.every((size) => size === PARTITIONS / 2) && owned;
    }, PATIENCE);
    for (const member of members) {
      const { assigned } = member.health();
      expect(assigned[both[1] ?? '']).toEqual(assigned[both[0] ?? '']);
    }
  });

  it('take over what one leaves behind', async () => {
    const topic = await trial.newTopic();
    const groupId = uniqueName('group');
    const { seen, onBatch } = collect();
    const leaving = trial.consume({ topics: [topic], groupId, onBatch });
    const staying = trial.consume({ topics: [topic], groupId, onBatch });
    await Promise.all([leaving.ready, staying.ready]);
    await leaving.stop();
    await trial.publisher.publish(numbered(topic, 100));
    await eventually(() => seen.length >= 100, PATIENCE);
    expect(staying.health().assigned[topic]).toEqual(upTo(PARTITIONS));
  });
});

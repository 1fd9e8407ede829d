import { eventually, uniqueName } from '@yimen/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { committedOf, endsOf, type OutgoingMessage, placeGroup, readRange } from './index.ts';
import { beginTrial, PATIENCE } from './testing.ts';

const trial = beginTrial();
afterAll(() => trial.end());

const numbered = (topic: string, from: number, to: number): OutgoingMessage[] =>
  Array.from({ length: to - from }, (_, i) => ({ topic, key: `k${(from + i) % 7}`, value: String(from + i) }));

const read = async (topic: string, from?: Awaited<ReturnType<typeof endsOf>>) => {
  const values: number[] = [];
  const ends = await readRange(trial.broker, {
    topics: [topic],
    ...(from ? { from } : {}),
    each: ({ value }) => void values.push(Number(value?.toString())),
  });
  return { values: values.toSorted((a, b) => a - b), ends };
};

describe('a topic that is read once', () => {
  it('gives what stands on it, and from a remembered place on only what came later', async () => {
    const topic = await trial.newTopic();
    expect((await read(topic)).values).toEqual([]);
    await trial.publisher.publish(numbered(topic, 0, 20));
    const first = await read(topic);
    expect(first.values).toEqual(Array.from({ length: 20 }, (_, i) => i));
    await trial.publisher.publish(numbered(topic, 20, 30));
    expect((await read(topic, first.ends)).values).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect((await read(topic, await endsOf(trial.broker, [topic]))).values).toEqual([]);
  });

  it('ends with the reason when the reader gives up', async () => {
    const topic = await trial.newTopic();
    await trial.publisher.publish(numbered(topic, 0, 3));
    const each = () => Promise.reject(new Error('enough'));
    await expect(readRange(trial.broker, { topics: [topic], each })).rejects.toThrow('enough');
  });
});

describe('a group that is put back to a remembered place', () => {
  it('reads again exactly what came after it', async () => {
    const topic = await trial.newTopic();
    const groupId = uniqueName('group');
    const seen: number[] = [];
    const consume = () =>
      trial.consume({
        topics: [topic],
        groupId,
        onBatch: async (messages) => void seen.push(...messages.map(({ event }) => Number(event))),
      });
    await trial.publisher.publish(numbered(topic, 0, 10));
    const early = await endsOf(trial.broker, [topic]);
    await trial.publisher.publish(numbered(topic, 10, 15));
    consume();
    await eventually(() => seen.length === 15, PATIENCE);
    await trial.stopConsumers();
    expect(await endsOf(trial.broker, [topic])).toMatchObject(await committedOf(trial.broker, groupId, [topic]));

    await placeGroup(trial.broker, groupId, [topic], early);
    seen.length = 0;
    const again = consume();
    await again.ready;
    await eventually(() => seen.length === 5, PATIENCE);
    expect(seen.toSorted((a, b) => a - b)).toEqual([10, 11, 12, 13, 14]);
  });
});

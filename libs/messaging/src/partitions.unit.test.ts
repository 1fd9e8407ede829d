import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignEqualPartitions, partitionOf } from './partitions.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the partition of a key', () => {
  it('is the one that every Kafka client chooses', () => {
    // murmur2 of Kafka's own tests: '21' → -973932308, 'foobar' → -790332482, 'a-little-bit-long-string' → -985981536
    expect(partitionOf('21', 1_000)).toBe((-973932308 & 0x7fffffff) % 1_000);
    expect(partitionOf('foobar', 1_000)).toBe((-790332482 & 0x7fffffff) % 1_000);
    expect(partitionOf('a-little-bit-long-string', 1_000)).toBe((-985981536 & 0x7fffffff) % 1_000);
  });
});

describe('the partitions of a group', () => {
  const topics = ['dossiers.a', 'dossiers.b', 'dossiers.c'];
  const member = fc.record({ memberId: fc.uuid(), topics: fc.subarray(topics, { minLength: 1 }) });

  it('have one owner each, who subscribes the topic', () => {
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: (it) => it.memberId, minLength: 1 }), fc.nat(12), (members, n) => {
        const assignment = assignEqualPartitions(members, new Map(topics.map((topic) => [topic, upTo(n)])));
        for (const topic of topics) {
          const subscribers = members.filter((it) => it.topics.includes(topic));
          const owned = subscribers.flatMap(({ memberId }) => assignment.get(memberId)?.[topic] ?? []);
          expect(owned.toSorted((a, b) => a - b)).toEqual(subscribers.length === 0 ? [] : upTo(n));
          const all = [...assignment.values()].flatMap((it) => it[topic] ?? []);
          expect(all).toHaveLength(owned.length);
        }
      }),
    );
  });

  it('with equal numbers have the same owner in all topics', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1 }), (ids) => {
        const members = ids.map((memberId) => ({ memberId, topics }));
        const assignment = assignEqualPartitions(members, new Map(topics.map((topic) => [topic, upTo(6)])));
        for (const owned of assignment.values()) {
          expect(owned['dossiers.b']).toEqual(owned['dossiers.a']);
          expect(owned['dossiers.c']).toEqual(owned['dossiers.a']);
        }
      }),
    );
  });

  it('are shared out evenly', () => {
    const members = ['m1', 'm2', 'm3', 'm4'].map((memberId) => ({ memberId, topics }));
    const assignment = assignEqualPartitions(members, new Map([['dossiers.a', upTo(6)]]));
    expect([...assignment.values()].map((it) => it['dossiers.a']?.length)).toEqual([2, 2, 1, 1]);
  });

  it('do not depend on the order in which the members are known', () => {
    const members = ['m2', 'm1', 'm3'].map((memberId) => ({ memberId, topics }));
    const partitions = new Map([['dossiers.a', upTo(6)]]);
    const assignment = assignEqualPartitions(members, partitions);
    expect(Object.fromEntries(assignEqualPartitions(members.toReversed(), partitions))).toEqual(
      Object.fromEntries(assignment),
    );
  });
});

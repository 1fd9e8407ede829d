import { AssignerProtocol, type PartitionAssigner, Partitioners } from 'kafkajs';

const byKey = Partitioners.DefaultPartitioner();

/** The partition of a key among so many: murmur2, as every Kafka client counts. */
export const partitionOf = (key: string, partitions: number): number =>
  byKey({
    topic: '',
    partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    })),
    message: { key, value: null },
  });

/** Partition numbers per topic per member. */
export type Assignment = ReadonlyMap<string, Readonly<Record<string, number[]>>>;

/**
 * Gives one member the equal partition numbers of all topics, so that the messages of one case meet in one process,
 * whatever topics they come by. Members that do not subscribe a topic are passed over.
 */
export const assignEqualPartitions = (
  members: readonly { readonly memberId: string; readonly topics: readonly string[] }[],
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Assignment => {
  const sorted = members.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const assignment = new Map(sorted.map(({ memberId }) => [memberId, {} as Record<string, number[]>]));
  for (const [topic, partitions] of partitionsOf) {
    const subscribers = sorted.filter(({ topics }) => topics.includes(topic));
    for (const partition of partitions) {
      const member = subscribers[partition % subscribers.length];
      if (member) assignedTo(assignment, member.memberId, topic).push(partition);
    }
  }
  return assignment;
};

const assignedTo = (assignment: Map<string, Record<string, number[]>>, memberId: string, topic: string): number[] => {
  const topics = assignment.get(memberId) ?? {};
  assignment.set(memberId, topics);
  topics[topic] ??= [];
  return topics[topic];
};

const VERSION = 1;
const { MemberMetadata, MemberAssignment } = AssignerProtocol;

/** The above as the driver wants it. */
export const equalPartitions: PartitionAssigner = ({ cluster }) => ({
  name: 'EqualPartitions',
  version: VERSION,
  protocol: ({ topics }) => ({
    name: 'EqualPartitions',
    metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
  }),
  assign: async ({ members, topics }) => {
    const subscriptions = members.map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: MemberMetadata.decode(memberMetadata)?.topics ?? topics,
    }));
    const partitions = new Map(
      topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)]),
    );
    return [...assignEqualPartitions(subscriptions, partitions)].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({ version: VERSION, assignment, userData: Buffer.alloc(0) }),
    }));
  },
});

/** The four departments' services, each with topics of its own. */
export const domains = [
  'social-security',
  'household-registration',
  'commerce-registration',
  'construction-permits',
] as const;

/** One of the four. */
export type Domain = (typeof domains)[number];

/** What a topic is made with; the idempotent topics job creates and compares exactly this. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** How long messages stay; `-1` for ever (a compacted topic keeps the last message of each key). */
  readonly retentionMs: number;
  readonly compact: boolean;
}

const dayMs = 86_400_000;

/** Messages are kept until every consumer has surely caught up and a restore can be replayed. */
const eventRetentionMs = 30 * dayMs;

/** Unreadable messages wait longer: a human looks at them. */
const deadRetentionMs = 90 * dayMs;

/** Partitions of each topic keyed by case id: equal everywhere, so that one member can own a case on all of them. */
const CASE_PARTITIONS = 6;

/** Items and packages, whole, with a version; compacted by `<code>@<version>`. */
export const itemsTopic = 'items.v1';

/** What happened to cases, for supervision, notices and reports. */
export const casesTopic = 'cases.v1';

/** What the gateway tells one department's service. */
export const branchesTopic = (domain: Domain): string => `branches.${domain}.v1`;

/** What one department's service tells the gateway. */
export const dossiersTopic = (domain: Domain): string => `dossiers.${domain}.v1`;

/** The group in which all gateways of one database read what departments tell. */
export const newsGroup = (database: string): string => `${database}-dossiers`;

/** The group in which all processes of a department's service read what it is told on this topic. */
export const branchesGroup = (topic: string): string => `department.${topic}`;

/** Where a message goes that its consumer of `topic` could not read. */
export const deadTopic = (topic: string): string => `${topic}.dead`;

const living: readonly Topic[] = [
  { name: itemsTopic, partitions: 1, retentionMs: -1, compact: true },
  { name: casesTopic, partitions: CASE_PARTITIONS, retentionMs: eventRetentionMs, compact: false },
  ...domains.flatMap((domain) =>
    [branchesTopic(domain), dossiersTopic(domain)].map((name) => ({
      name,
      partitions: CASE_PARTITIONS,
      retentionMs: eventRetentionMs,
      compact: false,
    })),
  ),
];

/** Every topic of the platform, each with its `.dead` beside it; the one declaration. */
export const topics: readonly Topic[] = living.flatMap((topic) => [
  topic,
  { name: deadTopic(topic.name), partitions: topic.partitions, retentionMs: deadRetentionMs, compact: false },
]);

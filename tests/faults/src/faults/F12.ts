import { setTimeout as pause } from 'node:timers/promises';
import { branchesTopic, dossiersTopic } from '@yimen/contracts';
import { GATEWAY, trafficOf } from '@yimen/local';
import { committedOf, connectBroker, endsOf, placeGroup, requireStopped } from '@yimen/messaging';
import type { TopicMessage } from '../checker/evidence.ts';
import { readTopics } from '../checker/gather/topics.ts';
import { type Chance, shuffled } from '../platform/chance.ts';
import { type Fault, intoTopics, type Planted, type Scene } from './fault.ts';

/** Messages come three times, in another order, spoiled, too large and from the future. */
export const F12: Fault = {
  name: 'F12',
  title: 'Kafka messages tripled, first read out of order, poisoned, of 900 kB, of an unknown version',
  convergeMs: 60_000, // the readers are away for a quarter of a minute, and ask for what they miss
  strike: async (scene) => {
    const { chance, length, plant, say } = scene;
    const rounds = Math.max(1, Math.round(3 * length));
    for (let round = 0; round < rounds; round++) {
      await pause(1_500);
      await again(scene);
      await plant(strange(chance));
      say('poison and unknown versions planted');
    }
    if (length >= 1) await outOfOrder(scene);
  },
};

/** All that was ever told, or some of it, comes two times more, in any order. */
export const again = async ({ stage, chance, say }: Scene, atMost = Number.POSITIVE_INFINITY): Promise<void> => {
  const told = await readTopics(stage.stack.urls.kafkaBrokers);
  const news = shuffled(
    chance,
    told.filter(({ topic }) => /^(branches|dossiers)\..*v1$/.test(topic)),
  ).slice(0, atMost);
  await tellShuffled({ stage, chance }, [...news, ...news]);
  say(`${news.length} messages came three times, in any order`);
};

const tellShuffled = (
  { stage, chance }: Pick<Scene, 'stage' | 'chance'>,
  messages: readonly TopicMessage[],
): Promise<void> =>
  intoTopics(
    stage,
    shuffled(chance, messages).map(({ topic, key = '', text }) => ({ topic, key, text })),
  );

const UNREAD_MS = 3_000;
/** One message alone has no order. */
const FEWEST_UNREAD = 2;

/**
 * What nobody has read yet is read in another order, for the first time: the readers are away, the messages that wait
 * are told once more in any order, and the readers begin behind those that were in order.
 */
const outOfOrder = async ({ stage, chance, say }: Scene): Promise<void> => {
  const { stack } = stage;
  const brokers = stack.urls.kafkaBrokers;
  const broker = connectBroker({ brokers, clientId: 'harness' });
  // each is told some more by who is still there
  await stack.kill('commerce-registration');
  await pause(UNREAD_MS / 2);
  await stack.kill(GATEWAY);
  await pause(UNREAD_MS / 2);
  for (const service of [GATEWAY, 'commerce-registration'] as const) {
    const { group, hears: topics } = trafficOf(service);
    await requireStopped(broker, group);
    const read = await committedOf(broker, group, topics);
    const ends = await endsOf(broker, topics);
    const isUnread = (topic: string, { partition, offset }: { partition: number; offset: string }): boolean =>
      BigInt(offset) >= BigInt(read[topic]?.[partition] ?? 0) && BigInt(offset) < BigInt(ends[topic]?.[partition] ?? 0);
    const unread = (await readTopics(brokers)).filter(
      ({ topic, place }) => topics.includes(topic) && place !== undefined && isUnread(topic, place),
    );
    if (unread.length < FEWEST_UNREAD) throw new Error(`${group} has left ${unread.length} messages unread: no order.`);
    await tellShuffled({ stage, chance }, unread);
    await placeGroup(broker, group, topics, ends);
    say(`${group} reads ${unread.length} messages out of order, for the first time`);
  }
  await Promise.all([stack.restart(GATEWAY), stack.restart('commerce-registration')]);
};

const LARGE = 900_000;

/** Poison, and what a later version would tell. */
export const strange = (chance: Chance): readonly Planted[] => {
  const mark = Math.floor(chance() * 1e9).toString(36);
  return [branchesTopic('commerce-registration'), dossiersTopic('social-security')].flatMap((topic) =>
    [...poisonFor(topic, mark), ...futureFor(topic, mark)].map((one, i) => ({ ...one, topic, key: `${mark}-${i}` })),
  );
};

type Text = Pick<Planted, 'text' | 'poison'>;

const envelope = (mark: string, change: object): string =>
  JSON.stringify({
    specversion: '1.0',
    id: mark,
    source: `nobody-${mark}`,
    type: 'branch.opened',
    subject: mark,
    time: '2026-03-02T02:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: 1,
    target: `nothing-${mark}`,
    entryhash: 'none',
    data: {},
    ...change,
  });

const poisonFor = (topic: string, mark: string): readonly Text[] => {
  const forGateway = topic.startsWith('dossiers.');
  const known = forGateway ? 'dossier.withdrawn' : 'branch.withdrawal-asked';
  const caseId = `${mark}${'A'.repeat(22)}`.slice(0, 22);
  const data = { caseId, branch: 'none' };
  return [
    `${mark} is no JSON {`,
    `"${mark}"`,
    envelope(mark, { type: forGateway ? 'dossier.decided' : 'branch.opened', data: { of: mark } }),
    envelope(`${mark}-large`, { type: known, data: { ...data, more: 'x'.repeat(LARGE) } }),
    envelope(`${mark}-unnumbered`, { type: known, data, sequence: 0, target: forGateway ? caseId : `${caseId}.none` }),
    envelope(`${mark}-unaddressed`, { type: known, data, target: undefined }),
    ...(forGateway ? [envelope(`${mark}-nowhere`, { type: known, data, target: caseId })] : []),
  ].map((text) => ({ text, poison: true }));
};

const futureFor = (topic: string, mark: string): readonly Text[] => [
  {
    text: envelope(`${mark}-v9`, { type: topic.startsWith('dossiers.') ? 'dossier.decided.v9' : 'branch.opened.v9' }),
    poison: false,
  },
  { text: envelope(`${mark}-new`, { type: 'something.else', dataschema: 'urn:later' }), poison: false },
];

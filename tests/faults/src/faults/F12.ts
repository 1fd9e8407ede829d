import { setTimeout as pause } from 'node:timers/promises';
import { branchesTopic, dossiersTopic } from '@yimen/contracts';
import { readTopics } from '../checker/gather/topics.ts';
import type { Chance } from '../platform/chance.ts';
import { type Fault, intoTopics, type Planted } from './fault.ts';

/** Messages come three times, in another order, spoiled, too large and from the future. */
export const F12: Fault = {
  name: 'F12',
  title: 'Kafka messages tripled, shuffled, poisoned, of 900 kB, of an unknown version',
  strike: async ({ stage, chance, length, plant, say }) => {
    const rounds = Math.max(1, Math.round(3 * length));
    for (let round = 0; round < rounds; round++) {
      await pause(1_500);
      const told = await readTopics(stage.stack.urls.kafkaBrokers);
      const again = told.filter(({ topic }) => /^(branches|dossiers)\..*v1$/.test(topic));
      const shuffled = [...again, ...again].sort(() => chance() - 0.5);
      await intoTopics(
        stage,
        shuffled.map(({ topic, key = '', text }) => ({ topic, key, text })),
      );
      say(`${again.length} messages came three times, in any order`);
      await plant(strange(chance));
      say('poison and unknown versions planted');
    }
  },
};

const LARGE = 900_000;

const strange = (chance: Chance): readonly Planted[] => {
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

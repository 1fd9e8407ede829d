import type { Entry } from '@yimen/case-file';
import type { Evidence, Invariant, TopicMessage, Violation } from '../evidence.ts';

/** No gap between stored history and topic: what is to be told was told, and what was told is stored. */
export const I4: Invariant = (evidence) => {
  const told = new Map<string, Set<string>>();
  for (const { topic, event } of numbered(evidence)) {
    const place = placeOf(topic, event.source, event.target, event.sequence);
    told.set(place, (told.get(place) ?? new Set()).add(event.entryhash));
  }
  const owed = entriesOf(evidence);
  return [...untold(owed, told), ...unstored(owed, told)];
};

const placeOf = (topic: string, source: string, target: string, sequence: number): string =>
  `${topic} ${source} ${target} ${sequence}`;

const numbered = ({ messages, planted }: Evidence): (TopicMessage & Required<Pick<TopicMessage, 'event'>>)[] => {
  const ours = new Set(planted.map(({ text }) => text));
  return messages.flatMap((message) => {
    const { event, topic } = message;
    const counts = event && event.sequence > 0 && !topic.endsWith('.dead') && !topic.startsWith('items.');
    return counts && !ours.has(message.text) ? [{ ...message, event }] : [];
  });
};

const entriesOf = ({ cases, dossiers }: Evidence): ReadonlyMap<string, Entry> =>
  new Map(
    [...cases, ...dossiers].flatMap(({ id, history }) =>
      history.flatMap((entry) =>
        (entry.out ?? []).map(({ topic, target, sequence }) => [placeOf(topic, id, target, sequence), entry] as const),
      ),
    ),
  );

type Told = ReadonlyMap<string, ReadonlySet<string>>;

const untold = (owed: ReadonlyMap<string, Entry>, told: Told): readonly Violation[] =>
  [...owed].flatMap(([place, { hash, type }]) =>
    told.get(place)?.has(hash)
      ? []
      : [{ invariant: 'I4', what: 'a stored entry never reached its topic', evidence: { place, type } }],
  );

const unstored = (owed: ReadonlyMap<string, Entry>, told: Told): readonly Violation[] =>
  [...told].flatMap(([place, hashes]) =>
    [...hashes]
      .filter((hash) => owed.get(place)?.hash !== hash)
      .map((hash) => ({ invariant: 'I4', what: 'a topic tells what no history holds', evidence: { place, hash } })),
  );

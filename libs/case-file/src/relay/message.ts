import type { JsonObject } from '@yimen/kernel';
import type { CloudEvent } from '../cloud-event.ts';
import type { CaseFile, Entry, NumberedAddress } from '../entry.ts';

/** A message for the broker. */
export interface OutgoingEvent {
  readonly topic: string;
  readonly key: string;
  /** The CloudEvent in structured JSON. */
  readonly value: string;
}

/** The parts of a message that a service decides. */
export interface Rendering<S> {
  /** The case id: subject and key. */
  readonly subjectOf: (file: CaseFile<S>) => string;
  /** The CloudEvent type that an entry travels as; its own type unless given. */
  readonly typeOf?: (entry: Entry) => string;
  /** The data for one address, as the file stands now; absent: told without data, so that the number is not missing. */
  readonly render: (
    entry: Entry,
    address: NumberedAddress,
    file: CaseFile<S>,
    reveal: (n?: number) => Promise<JsonObject>,
  ) => JsonObject | undefined | Promise<JsonObject | undefined>;
}

/** The id of the message that tells an entry: the hash keeps it unique even when a restore hands numbers out again. */
const messageId = (source: string, { n, hash }: Pick<Entry, 'n' | 'hash'>): string =>
  `${source}/${n}/${hash.slice(0, 8)}`;

/** The envelope of an entry for one address. */
const envelope = (
  source: string,
  subject: string,
  entry: Entry,
  address: NumberedAddress,
  data: JsonObject,
  type = entry.type,
): CloudEvent => ({
  specversion: '1.0',
  id: messageId(source, entry),
  source,
  type,
  subject,
  time: entry.at,
  datacontenttype: 'application/json',
  sequence: address.sequence,
  target: address.target,
  entryhash: entry.hash,
  ...(address.resumes === undefined ? {} : { resumes: address.resumes }),
  data,
});

/** The messages of some entries, in order; `only` keeps those for one target from a number on. */
export const messagesOf = async <S>(
  rendering: Rendering<S>,
  file: CaseFile<S>,
  entries: readonly Entry[],
  reveal: (n?: number) => Promise<JsonObject>,
  only: (address: NumberedAddress) => boolean = () => true,
): Promise<readonly OutgoingEvent[]> => {
  const subject = rendering.subjectOf(file);
  const messages: OutgoingEvent[] = [];
  for (const entry of entries)
    for (const address of entry.out ?? []) {
      if (!only(address)) continue;
      const rendered = rendering.render(entry, address, file, reveal);
      const data = (rendered instanceof Promise ? await rendered : rendered) ?? {};
      const value = JSON.stringify(envelope(file.id, subject, entry, address, data, rendering.typeOf?.(entry)));
      messages.push({ topic: address.topic, key: subject, value });
    }
  return messages;
};

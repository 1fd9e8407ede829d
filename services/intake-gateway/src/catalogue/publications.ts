import type { EventValidators } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { type IncomingMessage, type ReadMessage, readJson } from '@yimen/messaging';
import { type Collection, isDuplicateKey, type Store, throwOutage } from '@yimen/store';
import type { Catalogue } from './catalogue.ts';
import { type Publication, publicationKey } from './published.ts';
import { compileSubject } from './subject.ts';

/** A publication as our own store keeps it, for ever. */
export type StoredPublication = { readonly _id: string; readonly publication: Publication };

/** The catalogue's own collection. */
export const publicationsOf = (store: Store): Collection<StoredPublication> => store.collection('publications');

/** Fills the catalogue with all that was ever published; answers what does not compile any more. */
export const loadPublications = async (
  collection: Collection<StoredPublication>,
  catalogue: Catalogue,
): Promise<readonly string[]> => {
  const broken: string[] = [];
  const rows = await collection.find({}).toArray().catch(throwOutage);
  for (const { _id, publication } of rows) {
    const subject = compileSubject(publication);
    if (isRefusal(subject)) broken.push(_id);
    else catalogue.put(subject);
  }
  return broken;
};

/** Thrown on what cannot be a publication, so that the message goes to `.dead`. */
class UnreadablePublication extends Error {
  constructor({ refusal, message }: Refusal) {
    super(`${refusal}: ${message}`);
    this.name = 'UnreadablePublication';
  }
}

/** Reads a message of `items.v1`; an invalid publication is poison, an unknown type is `undefined` and passes. */
export const createPublicationReader =
  (validators: EventValidators) =>
  (message: IncomingMessage): Publication | undefined => {
    if (message.value === undefined) return undefined;
    const event = readJson(message) as { readonly type?: unknown; readonly data?: unknown };
    if (event.type !== 'item.published' && event.type !== 'package.published') return undefined;
    const no = validators.check(event.type, event.data);
    if (no) throw new UnreadablePublication(no);
    const publication = publicationFrom(event.type, event.data);
    const subject = compileSubject(publication);
    if (isRefusal(subject)) throw new UnreadablePublication(subject);
    return publication;
  };

const publicationFrom = (type: 'item.published' | 'package.published', data: unknown): Publication => {
  if (type === 'package.published')
    return { kind: 'package', package: (data as EventData['package.published']).package };
  const { item, keys } = data as EventData['item.published'];
  return { kind: 'item', item, keys };
};

/** Takes publications: stored first, then offered. The same version again only brings newer keys. */
export const createPublicationIntake =
  (collection: Collection<StoredPublication>, catalogue: Catalogue) =>
  async (messages: readonly ReadMessage<Publication | undefined>[]): Promise<void> => {
    for (const { event: publication } of messages) {
      if (!publication) continue;
      const subject = compileSubject(publication);
      if (isRefusal(subject)) throw new UnreadablePublication(subject);
      await keep(collection, publication);
      catalogue.put(subject);
    }
  };

const keep = async (collection: Collection<StoredPublication>, publication: Publication): Promise<void> => {
  await collection
    .replaceOne({ _id: publicationKey(publication) }, { publication }, { upsert: true })
    .catch((error) => (isDuplicateKey(error) ? undefined : throwOutage(error)));
};

/** An item that a consumer has not seen yet. */
export const unknownItem = (code: string): Refusal => refuse('item-unknown', 'There is no such item.', { item: code });

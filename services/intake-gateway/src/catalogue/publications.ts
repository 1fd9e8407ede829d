import type { EventValidators } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import { requestDigest } from '@yimen/http';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { type IncomingMessage, Poison, type ReadMessage, readJson } from '@yimen/messaging';
import { type Collection, isDuplicateKey, type Store, throwOutage } from '@yimen/store';
import type { Catalogue } from './catalogue.ts';
import { type Publication, publicationKey } from './published.ts';
import { compileSubject } from './subject.ts';

/** A publication as our own store keeps it, for ever. */
export type StoredPublication = {
  readonly _id: string;
  readonly publication: Publication;
  /** Of the content without the keys; those written before there was one have none. */
  readonly digest?: string;
};

/** The catalogue's own collection. */
export const publicationsOf = (store: Store): Collection<StoredPublication> => store.collection('publications');

type LearntDocument = { readonly _id: 'items'; readonly learnt: true };

const learntOf = (store: Store): Collection<LearntDocument> => store.collection('learnt');

/** Notes that all that was published so far is kept. */
export const noteLearnt = async (store: Store): Promise<void> => {
  await learntOf(store).replaceOne({ _id: 'items' }, { learnt: true }, { upsert: true }).catch(throwOutage);
};

/** What a store knew at the start. */
type LoadedPublications = {
  /** What does not compile any more. */
  readonly broken: readonly string[];
  /** Nothing is missing that had been published when that was noted: by rows alone nobody can tell, for they come one by one. */
  readonly isLearnt: boolean;
};

/** Fills the catalogue with all that the store has. */
export const loadPublications = async (store: Store, catalogue: Catalogue): Promise<LoadedPublications> => {
  const broken: string[] = [];
  // the note first: the rows that it speaks of are there when it is
  const noted = await learntOf(store).findOne({ _id: 'items' }).catch(throwOutage);
  const rows = await publicationsOf(store).find({}).toArray().catch(throwOutage);
  for (const { _id, publication } of rows) {
    const subject = compileSubject(publication);
    if (isRefusal(subject)) broken.push(_id);
    else catalogue.put(subject);
  }
  // rows that were taken out of the store, to be learnt again, take the note with them
  return { broken, isLearnt: noted !== null && rows.length > 0 };
};

/** Sends what cannot be a publication to `.dead`. */
const unreadable = ({ refusal, message }: Refusal): Poison => new Poison(`${refusal}: ${message}`);

/** Reads a message of `items.v1`; an invalid publication is poison, an unknown type is `undefined` and passes. */
export const createPublicationReader =
  (validators: EventValidators) =>
  (message: IncomingMessage): Publication | undefined => {
    if (message.value === undefined) return undefined;
    const event = readJson(message) as { readonly type?: unknown; readonly data?: unknown };
    if (event.type !== 'item.published' && event.type !== 'package.published') return undefined;
    const no = validators.check(event.type, event.data);
    if (no) throw unreadable(no);
    const publication = publicationFrom(event.type, event.data);
    const subject = compileSubject(publication);
    if (isRefusal(subject)) throw unreadable(subject);
    return publication;
  };

const publicationFrom = (type: 'item.published' | 'package.published', data: unknown): Publication => {
  if (type === 'package.published')
    return { kind: 'package', package: (data as EventData['package.published']).package };
  const { item, keys } = data as EventData['item.published'];
  return { kind: 'item', item, keys };
};

/**
 * Takes publications: stored first, then offered. The same version again only brings newer keys; with other content it
 * goes to `.dead` and the first one stays, for cases have pinned it.
 */
export const createPublicationIntake =
  (collection: Collection<StoredPublication>, catalogue: Catalogue) =>
  async (messages: readonly ReadMessage<Publication | undefined>[]): Promise<void> => {
    for (const { event: publication } of messages) {
      if (!publication) continue;
      const subject = compileSubject(publication);
      if (isRefusal(subject)) throw unreadable(subject);
      await keep(collection, publication);
      catalogue.put(subject);
    }
  };

const keep = async (collection: Collection<StoredPublication>, publication: Publication): Promise<void> => {
  const _id = publicationKey(publication);
  const digest = contentDigest(publication);
  try {
    await collection.replaceOne({ _id, digest }, { publication, digest }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throwOutage(error);
    // there is one under this key: of another replica in this moment, of before there were digests, or another content
    const known = await collection.findOne({ _id }).catch(throwOutage);
    if (known && (known.digest ?? contentDigest(known.publication)) !== digest) throw versionTaken(_id);
    await collection.replaceOne({ _id }, { publication, digest }).catch(throwOutage);
  }
};

const contentDigest = (publication: Publication): string =>
  requestDigest(publication.kind === 'item' ? publication.item : publication.package);

const versionTaken = (key: string): Poison =>
  new Poison(
    `version-taken: ${key} was published before with other content, which stays. Raise the version of the changed one; \
where nothing is to be kept, forget the state (npm start -- --fresh).`,
  );

/** An item that a consumer has not seen yet. */
export const unknownItem = (code: string): Refusal => refuse('item-unknown', 'There is no such item.', { item: code });

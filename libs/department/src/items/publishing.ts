import { hash } from 'node:crypto';
import type { CloudEvent, OutgoingEvent } from '@yimen/case-file';
import { canonicalJson, type JsonObject, toInstant } from '@yimen/kernel';
import type { PublicJwk } from '@yimen/personal-data';
import { type Collection, isDuplicateKey, type Store, throwOutage } from '@yimen/store';
import type { Offer } from './item.ts';

/** One version as this service has published it, for ever. */
interface Publication {
  readonly _id: string;
  readonly kind: 'item' | 'package';
  /** Of the content: another one under the same version is refused. */
  readonly hash: string;
  /** Of the keys that went with it: newer keys publish it again. */
  readonly keys: string;
  readonly published: boolean;
}

/** What publishing needs. */
export interface PublishingParts {
  readonly store: Store;
  readonly topic: string;
  readonly keys: readonly PublicJwk[];
  readonly publish: (messages: readonly OutgoingEvent[]) => Promise<void>;
  readonly now: () => number;
}

/** An item was changed without a new version. */
export class VersionTaken extends Error {
  constructor(key: string) {
    super(
      `${key} has been published with other content, and cases may have pinned it: raise the version of the changed \
one, or put back what it said. Where nothing is to be kept, forget the state (npm start -- --fresh).`,
    );
    this.name = 'VersionTaken';
  }
}

/**
 * Publishes what is new, and what could not be published before: each version is stored first and marked after the
 * broker has it, so that nothing is lost between. Throws VersionTaken when a published version has changed.
 */
export const publishOffer = async (offer: Offer, parts: PublishingParts): Promise<readonly string[]> => {
  const publications = parts.store.collection<Publication>('publications');
  const keys = hashOf(parts.keys as unknown as JsonObject);
  const told: string[] = [];
  const all = [
    ...[...offer.items].map(([key, item]) => ({ key, kind: 'item', content: item as JsonObject }) as const),
    ...[...offer.packages].map(([key, one]) => ({ key, kind: 'package', content: one as JsonObject }) as const),
  ];
  for (const one of all) {
    const content = hashOf(one.content);
    const kept = await keep(publications, { _id: one.key, kind: one.kind, hash: content, keys, published: false });
    if (kept.hash !== content) throw new VersionTaken(one.key);
    if (kept.published && kept.keys === keys) continue;
    await parts.publish([messageOf(one, content, parts)]);
    await publications.updateOne({ _id: one.key }, { $set: { published: true, keys } }).catch(throwOutage);
    told.push(one.key);
  }
  return told;
};

const keep = async (publications: Collection<Publication>, wanted: Publication): Promise<Publication> => {
  const known = await publications.findOne({ _id: wanted._id }).catch(throwOutage);
  if (known) return known;
  await publications.insertOne(wanted).catch((error) => (isDuplicateKey(error) ? undefined : throwOutage(error)));
  return (await publications.findOne({ _id: wanted._id }).catch(throwOutage)) ?? wanted;
};

const hashOf = (value: JsonObject): string => hash('sha256', canonicalJson(value), 'base64url');

const messageOf = (
  one: { readonly key: string; readonly kind: 'item' | 'package'; readonly content: JsonObject },
  entryhash: string,
  { topic, keys, now }: PublishingParts,
): OutgoingEvent => {
  const data: JsonObject =
    one.kind === 'item' ? { item: one.content, keys: keys as unknown as JsonObject[] } : { package: one.content };
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${one.key}/1/${entryhash.slice(0, 8)}`,
    source: one.key,
    type: `${one.kind}.published`,
    subject: one.key,
    time: toInstant(now()),
    datacontenttype: 'application/json',
    sequence: 1,
    target: topic,
    entryhash,
    data,
  };
  return { topic, key: one.key, value: JSON.stringify(event) };
};

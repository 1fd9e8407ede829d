import type { EventData } from '@yimen/contracts/events';

/** An item as its department published it. */
export type Item = EventData['item.published']['item'];

/** A package as its lead published it. */
export type Package = EventData['package.published']['package'];

/** A public key that form parts are sealed to. */
export type PublishedKey = EventData['item.published']['keys'][number];

/** One publication: the same code with another version is another one, and all are kept. */
export type Publication =
  | { readonly kind: 'item'; readonly item: Item; readonly keys: readonly PublishedKey[] }
  | { readonly kind: 'package'; readonly package: Package };

/** `<code>@<version>`: the Kafka key, the id in our store. */
export const publicationKey = (publication: Publication): string => {
  const { code, version } = publication.kind === 'item' ? publication.item : publication.package;
  return keyOf(code, version);
};

/** The key of one version. */
export const keyOf = (code: string, version: number): string => `${code}@${version}`;

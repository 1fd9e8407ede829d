import type { EventData } from '@yimen/contracts/events';

/** An item as it is published: the guide, the form, the levels, the limits. */
export type Item = EventData['item.published']['item'];
/** A package as its lead publishes it. */
export type Package = EventData['package.published']['package'];

/** `<code>@<version>`: names one version for ever. */
export const versionKey = ({ code, version }: { readonly code: string; readonly version: number }): string =>
  `${code}@${version}`;

/** What a department publishes. */
export interface Offer {
  readonly items: ReadonlyMap<string, Item>;
  readonly packages: ReadonlyMap<string, Package>;
}

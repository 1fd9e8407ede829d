import { readdirSync } from 'node:fs';
import { domains } from '../../libs/contracts/src/index.ts';
import type { Item, Package } from '../../libs/department/src/items/item.ts';
import { readOffer } from '../../libs/department/src/items/reading.ts';
import { isRefusal } from '../../libs/kernel/src/index.ts';
import { type Catalogue, createCatalogue } from '../../services/intake-gateway/src/catalogue/catalogue.ts';
import { compileSubject } from '../../services/intake-gateway/src/catalogue/subject.ts';
import { root } from './imports.ts';

/** All that the departments offer, read as each of their services reads it at its start. */
export const offers: { readonly items: readonly Item[]; readonly packages: readonly Package[] } = (() => {
  const all = domains.map((domain) => {
    const home = `${root}/services/${domain}`;
    const systems = readdirSync(`${home}/src/adapters`).map((folder) => folder.slice(0, 3));
    return readOffer(`${home}/items`, { domain, systems });
  });
  return {
    items: all.flatMap(({ items }) => [...items.values()]),
    packages: all.flatMap(({ packages }) => [...packages.values()]),
  };
})();

/** The items and packages together. */
export const everything: readonly (Item | Package)[] = [...offers.items, ...offers.packages];

/** The gateway's catalogue with all of it; throws on what the gateway would not offer. */
export const catalogueOfAll = (): Catalogue => {
  const catalogue = createCatalogue();
  const publications = [
    ...offers.items.map((item) => ({ kind: 'item', item, keys: [] }) as const),
    ...offers.packages.map((one) => ({ kind: 'package', package: one }) as const),
  ];
  for (const publication of publications) {
    const subject = compileSubject(publication);
    if (isRefusal(subject)) throw new Error(JSON.stringify({ publication: publication.kind, ...subject }));
    catalogue.put(subject);
  }
  return catalogue;
};

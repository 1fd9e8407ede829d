import { fileURLToPath } from 'node:url';
import type { OutgoingEvent } from '@yimen/case-file';
import { Outage } from '@yimen/kernel';
import { generateServiceKey } from '@yimen/personal-data';
import { connectStore, type Store } from '@yimen/store';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from './item.ts';
import { publishOffer } from './publishing.ts';
import { readOffer } from './reading.ts';

const folder = fileURLToPath(new URL('../testing/items', import.meta.url));
const offer = readOffer(folder, { domain: 'household-registration', systems: ['L99'] });
const [nod] = [...offer.items.values()].filter(({ code }) => code === 'nod');
const only = (change: object = {}): Offer => ({
  items: new Map(nod ? [[`nod@1`, { ...nod, ...change }]] : []),
  packages: new Map(),
});
const keys = [generateServiceKey().publicJwk];
const now = () => Date.UTC(2026, 2, 2, 1, 30);
let store: Store;

beforeAll(async () => {
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('items'), poolSize: 2 });
});
afterAll(async () => {
  await store.db.dropDatabase();
  await store.close();
});

const publishTo = (heard: OutgoingEvent[]) => async (messages: readonly OutgoingEvent[]) => {
  heard.push(...messages);
};

describe('an offer', () => {
  it('that the broker did not take is published at the next start, and then no more', async () => {
    const parts = { store, topic: 'items.v1', keys, now };
    const away = async () => {
      throw new Outage('The broker is away.');
    };
    await expect(publishOffer(only(), { ...parts, publish: away })).rejects.toThrow(Outage);
    const heard: OutgoingEvent[] = [];
    expect(await publishOffer(only(), { ...parts, publish: publishTo(heard) })).toEqual(['nod@1']);
    expect(await publishOffer(only(), { ...parts, publish: publishTo(heard) })).toEqual([]);
    expect(heard.map(({ key }) => key)).toEqual(['nod@1']);
  });

  it('with a new exchange key is published again', async () => {
    const heard: OutgoingEvent[] = [];
    const rotated = [generateServiceKey().publicJwk, ...keys];
    await publishOffer(only(), { store, topic: 'items.v1', keys: rotated, now, publish: publishTo(heard) });
    expect(JSON.parse(heard[0]?.value ?? '{}').data.keys).toHaveLength(2);
  });

  it('that changed without a new version is refused, with the ways out', async () => {
    const changed = only({ organ: '另一个机关' });
    await expect(
      publishOffer(changed, { store, topic: 'items.v1', keys, now, publish: publishTo([]) }),
    ).rejects.toThrow(/^nod@1 has been published with other content.* raise the version .* --fresh/);
  });
});

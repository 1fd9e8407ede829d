import { deadTopic, itemsTopic } from '@yimen/contracts';
import { connectBroker, createConsumer, createPublisher } from '@yimen/messaging';
import { connectStore } from '@yimen/store';
import { eventually, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { item } from '../fixtures/items.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { createCatalogue } from './catalogue.ts';
import { createPublicationIntake, loadPublications, publicationsOf } from './publications.ts';
import type { Item, Publication } from './published.ts';

let gateway: TestGateway;
const broker = () => connectBroker({ brokers: gateway.settings.KAFKA_BROKERS, clientId: uniqueName('t') });
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const publication = (published: Item) => ({
  topic: itemsTopic,
  key: `${published.code}@${published.version}`,
  value: JSON.stringify({
    specversion: '1.0',
    id: published.code,
    source: `${published.code}@${published.version}`,
    type: 'item.published',
    subject: published.code,
    time: '2026-03-02T02:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: 1,
    target: itemsTopic,
    entryhash: 'x',
    data: { item: published, keys: [{ ...gateway.gatewayKey }] },
  }),
});
const code = () => uniqueName('item');

describe('a publication', () => {
  it('is offered by every replica, kept for ever, and the newest is the one that is filed', async () => {
    const publisher = createPublisher(broker());
    const name = code();
    await publisher.publish([
      publication(item(name)),
      publication(item(name, { version: 2, name: { zh: '新版', en: 'New' } })),
    ]);
    await publisher.close();
    const guide = await eventually(async () => {
      const { status, body } = await gateway.get(`/items/${name}`);
      return status === 200 && body.version === 2 && body;
    });
    expect(guide).toMatchObject({ kind: 'item', name: { zh: '新版' }, limits: { promisedDays: 5 } });
    expect((await gateway.get(`/items/${name}?version=1`)).body.version).toBe(1);
    const filed = await gateway.post('/cases', 'citizen', paper({ item: name }));
    expect((await gateway.get(`/cases/${filed.body.id}`, 'citizen')).body.item).toMatchObject({
      code: name,
      version: 2,
    });

    const replica = await openGateway(gateway.shared); // starts from the store, whatever the topic still has
    expect((await replica.get(`/items/${name}?version=1`)).status).toBe(200);
    await replica.close();
  });

  it('that could stop the window goes aside, and the next is offered', async () => {
    const publisher = createPublisher(broker());
    const [bad, worse, good] = [code(), code(), code()] as const;
    const buried: string[] = [];
    const dead = createConsumer({
      broker: broker(),
      groupId: uniqueName('dead'),
      topics: [deadTopic(itemsTopic)],
      fromBeginning: false,
      read: ({ key = '' }) => key,
      onBatch: async (messages) => void buried.push(...messages.map(({ event }) => event)),
      dead: async () => undefined,
    });
    await dead.ready;
    const { organ: _, ...lacking } = item(worse);
    await publisher.publish([
      publication(
        item(bad, { rules: [{ code: 'r', holds: 'form.purpose.matches("^(a+)+$")', message: { zh: 'r', en: 'r' } }] }),
      ),
      publication(lacking as Item),
      publication(item(good)),
    ]);
    await eventually(async () => (await gateway.get(`/items/${good}`)).status === 200);
    await eventually(() => buried.includes(`${bad}@1`) && buried.includes(`${worse}@1`));
    expect((await gateway.get(`/items/${bad}`)).body.type).toContain('item-unknown');
    await dead.stop();
    await publisher.close();
  });
});

describe('a gateway whose store does not know all publications', () => {
  it('is ready only when it has read all that was published before, and until then says of no item that there is none', async () => {
    const publisher = createPublisher(broker());
    const [name, other] = [code(), code()];
    await publisher.publish([publication(item(name)), publication(item(other))]);
    await publisher.close();
    await eventually(async () => (await gateway.get(`/items/${other}`)).status === 200);
    const { MONGODB_URL: url, MONGODB_DATABASE: database } = gateway.settings;
    const store = await connectStore({ url, database });
    const none = () => publicationsOf(store).deleteMany({});
    /** As another replica leaves it that is still reading, or has died over it. */
    const some = async () => {
      await publicationsOf(store).deleteOne({ _id: `${name}@1` });
      await store.collection('learnt').deleteMany({});
    };
    for (const lose of [none, some]) {
      await lose();
      const replica = await openGateway(gateway.shared); // waits for nothing but the catalogue
      expect((await replica.get(`/items/${name}`)).status).toBe(200);
      expect((await replica.get('/items/nothing')).status).toBe(404);
      expect((await loadPublications(store, createCatalogue())).isLearnt).toBe(true);
      await replica.close();
    }
    await store.close();
  });
});

describe('a version that is published again', () => {
  it('with other content goes aside with the reason, and the first one stays; with equal content it is none', async () => {
    const publisher = createPublisher(broker());
    const [name, other] = [code(), code()] as const;
    const buried: { readonly key: string; readonly reason: string | undefined }[] = [];
    const dead = createConsumer({
      broker: broker(),
      groupId: uniqueName('dead'),
      topics: [deadTopic(itemsTopic)],
      fromBeginning: false,
      read: ({ key = '', headers }) => ({ key, reason: headers['reason'] }),
      onBatch: async (messages) => void buried.push(...messages.map(({ event }) => event)),
      dead: async () => undefined,
    });
    await dead.ready;
    const turned = (one: Item): Item => Object.fromEntries(Object.entries(one).reverse()) as Item;
    await publisher.publish([publication(item(name)), publication(item(other))]);
    await publisher.publish([publication(item(name, { organ: '另一个机关' })), publication(turned(item(other)))]);
    await publisher.publish([publication(item(name))]);
    await eventually(() => buried.some(({ key }) => key === `${name}@1`));
    expect(buried.filter(({ key }) => key === `${name}@1`)[0]?.reason).toMatch(/^version-taken: .*version.* --fresh/);
    await eventually(async () => (await gateway.get(`/items/${other}`)).status === 200);
    expect(buried.filter(({ key }) => key === `${other}@1`)).toEqual([]);
    expect(gateway.parts.catalogue.item(name, 1)?.item).toEqual(item(name));

    const replica = await openGateway(gateway.shared); // starts from the store
    expect(replica.parts.catalogue.item(name, 1)?.item).toEqual(item(name));
    await replica.close();
    await dead.stop();
    await publisher.close();
  });

  it('by who kept it before there were digests is compared all the same', async () => {
    const store = await connectStore({
      url: gateway.settings.MONGODB_URL,
      database: gateway.settings.MONGODB_DATABASE,
    });
    const publications = publicationsOf(store);
    const published = { kind: 'item', item: item(code()), keys: [{ ...gateway.gatewayKey }] } as const;
    const _id = `${published.item.code}@1`;
    await publications.insertOne({ _id, publication: published });
    const take = createPublicationIntake(publications, createCatalogue());
    const taking = (event: Publication) =>
      take([{ topic: itemsTopic, partition: 0, offset: '0', key: _id, headers: {}, timestamp: 0, event }]);
    const changed = { ...published, item: { ...published.item, organ: '另一个机关' } };
    await expect(taking(changed)).rejects.toThrow('version-taken');
    await taking(published);
    expect((await publications.findOne({ _id }))?.digest).toBeDefined();
    await expect(taking(changed)).rejects.toThrow('version-taken');
    expect((await publications.findOne({ _id }))?.publication).toEqual(published);
    await store.close();
  });
});

describe('the catalogue', () => {
  it('is searched, filtered and paged without a login', async () => {
    const first = await gateway.get('/items?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await gateway.get(`/items?limit=3&cursor=${first.body.next}`);
    expect(second.body.items[0].code > first.body.items[2].code).toBe(true);
    expect((await gateway.get('/items?kind=package&q=shop')).body.items).toMatchObject([
      { code: 'open-shop', kind: 'package' },
    ]);
    const joint = (await gateway.get('/items/open-shop')).body;
    expect(joint.branches).toMatchObject([
      { key: 'found', after: [] },
      { key: 'seal', after: ['found'] },
      { key: 'tax', department: 'taxation' },
    ]);
    expect((await gateway.get('/halls')).body.halls).toHaveLength(6);
  });

  it('tells the keys that departments seal to', async () => {
    const { keys } = (await gateway.get('/exchange-keys')).body;
    expect(keys).toEqual([gateway.gatewayKey]);
    expect(keys[0].d).toBeUndefined();
  });
});

import { connectCache } from '@yimen/cache';
import { createCaseFiles, createMongoStore, createNonces, openRestores, type Restores } from '@yimen/case-file';
import { compileEventReaders } from '@yimen/contracts';
import type { Clocks } from '@yimen/kernel';
import { connectBroker, createDeadLetters, createPublisher, type Publisher } from '@yimen/messaging';
import { createEnvelopes, createKeyring, type Keyring } from '@yimen/personal-data';
import {
  type BlockDocument,
  connectStore,
  createFileStore,
  openBusinessClock,
  openSystemClock,
  type Store,
} from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import { nationalCalendar } from '@yimen/working-days';
import { createCaseAggregate } from './cases/aggregate.ts';
import { caseIndexes } from './cases/lists.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { loadPublications, publicationsOf } from './catalogue/publications.ts';
import type { Config } from './config.ts';
import { createInboxCallbacks } from './exchange/inbox.ts';
import { createCaseNumbers } from './numbers/numbers.ts';
import type { Cases } from './parts.ts';

/** How long a department may leave an opening unanswered before it is sent again. */
const RESEND_AFTER_MS = 300_000;

/** What everything stands on: stores, clocks, keys, broker, catalogue, and the one door to the cases. */
export type Ground = Awaited<ReturnType<typeof openGround>>;

/** What the first master key is called in what it wraps. */
export const MASTER_KID = '1';

/** Opens the ground; `writer` is new at each start of a process. */
export const openGround = async (settings: Config, writer: string, log: Logger) => {
  const stores = await openStores(settings, log);
  const { store, clocks } = stores;
  const cache = await connectCache({ url: settings.REDIS_URL, prefix: `${settings.MONGODB_DATABASE}:` });
  const broker = connectBroker({ brokers: settings.KAFKA_BROKERS, clientId: writer, log });
  const publisher = createPublisher(broker);
  const keyring = createKeyring({
    master: settings.MASTER_KEY,
    masterKid: MASTER_KID,
    blindIndexKey: settings.BLIND_INDEX_KEY,
  });
  const publications = publicationsOf(store);
  const catalogue = createCatalogue();
  const { broken, isLearnt } = await loadPublications(store, catalogue);
  if (broken.length > 0) log.warn({ broken }, 'Publications of before do not compile any more.');
  const restores = await openRestores(store);
  return {
    ...stores,
    restores,
    cache,
    broker,
    publisher,
    keyring,
    publications,
    catalogue,
    /** As the store was found at the start. */
    catalogueIsLearnt: isLearnt,
    validators: compileEventReaders(),
    envelopes: createEnvelopes(settings.EXCHANGE_KEYS, clocks.system),
    exchangeKeys: settings.EXCHANGE_KEYS.map(({ d: _, ...key }) => key),
    calendar: nationalCalendar,
    cases: await openCases({ store, restores, clocks, keyring, publisher, writer, log }),
    numbers: createCaseNumbers(store.collection<BlockDocument>('blocks')),
    files: await createFileStore(store, 'files'),
    idKey: settings.ID_KEY,
    close: async () => {
      await publisher.close();
      await cache.close();
      await stores.closeStores();
    },
  };
};

const openStores = async (settings: Config, log: Logger) => {
  const { MONGODB_URL: url, MONGODB_DATABASE: database, PLATFORM_DATABASE: shared, BUSINESS_CLOCK: mode } = settings;
  const store = await connectStore({ url, database, appName: 'intake-gateway' });
  const platform = await connectStore({ url, database: shared, poolSize: 2 });
  const systemClock = await openSystemClock(store, {
    machine: () => Date.now(),
    onMissed: (err) => log.warn({ err }, 'The database did not tell its time.'),
  });
  const system = systemClock.now;
  const businessClock = await openBusinessClock({ store: platform, mode, systemNow: system });
  return {
    store,
    businessClock,
    clocks: { system, business: businessClock.now } satisfies Clocks,
    clockMode: mode,
    clockIsRight: systemClock.isRight,
    closeStores: async () => {
      systemClock.close();
      businessClock.close();
      await platform.close();
      await store.close();
    },
  };
};

type CaseGround = {
  readonly store: Store;
  readonly restores: Restores;
  readonly clocks: Clocks;
  readonly keyring: Keyring;
  readonly publisher: Publisher;
  readonly writer: string;
  readonly log: Logger;
};

const openCases = async ({ store, restores, clocks, keyring, publisher, writer, log }: CaseGround): Promise<Cases> => {
  const cases: Cases = createCaseFiles({
    aggregate: createCaseAggregate({ calendar: nationalCalendar, resendAfterMs: RESEND_AFTER_MS }),
    store: await createMongoStore(store, 'case', { indexes: caseIndexes }),
    keyring,
    nonces: createNonces(writer),
    restores,
    clocks,
    inbox: createInboxCallbacks({
      publish: publisher.publish,
      bury: createDeadLetters(publisher),
      businessNow: clocks.business,
      stateOf: async (id) => (await cases.load(id))?.state,
      log,
    }),
    onFault: (fault) => log.error({ err: fault }, 'Work on cases in the background failed.'),
  });
  return cases;
};

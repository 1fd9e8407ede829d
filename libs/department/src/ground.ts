import { type Cache, connectCache } from '@yimen/cache';
import type { Clock, Clocks } from '@yimen/kernel';
import { type Broker, connectBroker, createPublisher, type Publisher } from '@yimen/messaging';
import { createEnvelopes, createKeyring, type Envelopes, type Keyring, type PublicJwk } from '@yimen/personal-data';
import { connectStore, openBusinessClock, openSystemClock, type Store } from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import type { DepartmentSettings } from './settings.ts';

/** What a service stands on: its store, the broker, the cache, both clocks, its keys. */
export interface Ground {
  readonly store: Store;
  /** Carries news between the processes of this service; may be away. */
  readonly cache: Cache;
  readonly broker: Broker;
  readonly publisher: Publisher;
  readonly clocks: Clocks;
  /** False when this machine's clock is too far from the database's. */
  readonly clockIsRight: () => boolean;
  readonly keyring: Keyring;
  readonly envelopes: Envelopes;
  /** For others to seal to, newest first. */
  readonly publicKeys: readonly PublicJwk[];
  readonly close: () => Promise<void>;
}

/** Connections that the shared clock needs. */
const PLATFORM_POOL = 2;
/** The master key has no rotation yet; its name leaves room for one. */
export const MASTER_KID = 'master-1';

/** Connects a service to what it stands on; throws an outage when the database is away. */
export const openGround = async (settings: DepartmentSettings, log: Logger, machine: Clock): Promise<Ground> => {
  const { MONGODB_URL: url, MONGODB_DATABASE: database, PLATFORM_DATABASE: platformDatabase } = settings;
  const store = await connectStore({ url, database, appName: settings.INSTANCE });
  const platform = await connectStore({ url, database: platformDatabase, poolSize: PLATFORM_POOL });
  const systemClock = await openSystemClock(store, {
    machine,
    onMissed: (err) => log.warn({ err }, 'The database did not tell its time'),
  });
  const system = systemClock.now;
  const business = await openBusinessClock({ store: platform, mode: settings.BUSINESS_CLOCK, systemNow: system });
  const cache = await connectCache({ url: settings.REDIS_URL, prefix: `${database}:` });
  const broker = connectBroker({ brokers: settings.KAFKA_BROKERS, clientId: settings.INSTANCE, log });
  const publisher = createPublisher(broker);
  const privateKeys = settings['KEYS_DIR/exchange.jwk.json'];
  return {
    store,
    cache,
    broker,
    publisher,
    clocks: { system, business: business.now },
    clockIsRight: systemClock.isRight,
    keyring: createKeyring({
      master: settings['KEYS_DIR/master.key'],
      masterKid: MASTER_KID,
      blindIndexKey: settings['KEYS_DIR/blind-index.key'],
    }),
    envelopes: createEnvelopes(privateKeys, system),
    publicKeys: privateKeys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid })),
    close: async () => {
      systemClock.close();
      business.close();
      await publisher.close();
      await Promise.all([cache.close(), store.close(), platform.close()]);
    },
  };
};

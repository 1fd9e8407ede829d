import { randomBytes } from 'node:crypto';
import { connectCache } from '@yimen/cache';
import {
  createCaseFiles,
  createChaser,
  createMongoStore,
  createNonces,
  createRelay,
  createTimers,
  type Relay,
} from '@yimen/case-file';
import { compileEventValidators, type Domain, itemsTopic } from '@yimen/contracts';
import { connectService, createIdentity, type RunningServer, type ServicePool, startServer } from '@yimen/http';
import type { Clocks, JsonObject } from '@yimen/kernel';
import { connectBroker, createConsumer, createDeadLetters, createPublisher } from '@yimen/messaging';
import { createEnvelopes, createKeyring } from '@yimen/personal-data';
import {
  type BlockDocument,
  connectStore,
  correctedClock,
  createFileStore,
  measureClockOffset,
  openBusinessClock,
} from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import { nationalCalendar } from '@yimen/working-days';
import { systemActor, systemAsker } from './callers/asker.ts';
import { createCaseAggregate } from './cases/aggregate.ts';
import type { CaseCommand } from './cases/command.ts';
import type { CaseRules } from './cases/limits.ts';
import { caseIndexes } from './cases/lists.ts';
import { dossierIdOf } from './cases/state.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import {
  createPublicationIntake,
  createPublicationReader,
  loadPublications,
  publicationsOf,
} from './catalogue/publications.ts';
import type { Config } from './config.ts';
import { createInboxCallbacks, createNewsIntake, newsTopics } from './exchange/inbox.ts';
import { createNewsReader } from './exchange/news.ts';
import { createRendering } from './exchange/rendering.ts';
import { createGateway } from './gateway.ts';
import { createNews } from './live/news.ts';
import { createCaseNumbers } from './numbers/numbers.ts';
import type { Cases, GatewayParts } from './parts.ts';

/** How long a department may leave an opening unanswered before it is sent again. */
const RESEND_AFTER_MS = 300_000;

/** A running gateway. */
export type RunningGateway = {
  readonly port: number;
  readonly parts: GatewayParts;
  readonly stop: () => Promise<void>;
};

/** Opens stores, clocks, topics and the door, in this order; `stop` closes them the other way round. */
export const startGateway = async (settings: Config, log: Logger): Promise<RunningGateway> => {
  const writer = `${settings.INSTANCE}-${randomBytes(6).toString('base64url')}`;
  const ground = await openGround(settings, writer);
  const { broker, publisher, clocks, validators, envelopes, catalogue, cases, cache } = ground;
  const onFault = (fault: unknown): void => log.error({ err: fault }, 'Background work failed.');

  const relay = createRelay({ files: cases, publish: publisher.publish, ...createRendering({ catalogue, envelopes }) });
  const timers = createTimers({ files: cases, name: 'wake', member: writer, command: wakeCommand(clocks) });
  const chaser = createChaser(cases);
  const news = await createNews(cache, writer);
  cases.onSaved(({ id, version }) => news.tell(id, version));
  remind(cases, () => relay, onFault);

  const publications = publicationsOf(ground.store);
  const broken = await loadPublications(publications, catalogue);
  if (broken.length > 0) log.warn({ broken }, 'Publications of before do not compile any more.');
  const dead = createDeadLetters(publisher);
  const items = createConsumer({
    broker,
    groupId: `${settings.MONGODB_DATABASE}-items-${writer}`, // every replica keeps the whole catalogue in memory
    topics: [itemsTopic],
    read: createPublicationReader(validators),
    onBatch: createPublicationIntake(publications, catalogue),
    dead,
  });
  const inbox = createConsumer({
    broker,
    groupId: `${settings.MONGODB_DATABASE}-dossiers`,
    topics: newsTopics,
    read: createNewsReader({ validators, envelopes, businessNow: clocks.business }),
    onBatch: createNewsIntake({ cases, relay: () => relay, onFault }),
    dead,
  });

  const departments = poolsOf(settings.DEPARTMENT_URLS);
  const parts: GatewayParts = { ...ground, cases, news, departments };
  const identity = createIdentity({
    issuer: settings.OIDC_ISSUER,
    audience: settings.OIDC_AUDIENCE,
    jwksUri: `${settings.OIDC_ISSUER.replace(/\/$/, '')}/jwks`,
    clock: clocks.system,
  });
  const ready = {
    store: async () => (await ground.store.ping()) >= 0,
    clock: () => ground.clockTolerable,
    catalogue: () => items.health().reading,
    inbox: () => inbox.health().reading,
  };
  relay.start();
  timers.start();
  chaser.start();
  const server = await startServer(createGateway(parts, { identity, log, ready }), settings.PORT);
  const stop = stopper(server, [
    () => Promise.all([items.stop(), inbox.stop()]),
    () => Promise.all([timers.stop(), chaser.stop()]),
    () => relay.stop(),
    () => publisher.close(),
    () => Promise.all(Object.values(departments).map((pool) => pool.close())),
    () => news.close(),
    ground.close,
  ]);
  return { port: server.port, parts, stop };
};

/** Stores, clocks, keys, catalogue and the door to the cases. */
const openGround = async (settings: Config, writer: string) => {
  const store = await connectStore({
    url: settings.MONGODB_URL,
    database: settings.MONGODB_DATABASE,
    appName: 'intake-gateway',
  });
  const platform = await connectStore({ url: settings.MONGODB_URL, database: settings.PLATFORM_DATABASE, poolSize: 2 });
  const offset = await measureClockOffset(store, Date.now);
  const system = correctedClock(Date.now, offset);
  const businessClock = await openBusinessClock({ store: platform, mode: settings.BUSINESS_CLOCK, systemNow: system });
  const clocks: Clocks = { system, business: businessClock.now };
  const cache = await connectCache({ url: settings.REDIS_URL, prefix: `${settings.MONGODB_DATABASE}:` });
  const broker = connectBroker({ brokers: settings.KAFKA_BROKERS, clientId: writer });
  const publisher = createPublisher(broker);
  const keyring = createKeyring({
    master: settings.MASTER_KEY,
    masterKid: '1',
    blindIndexKey: settings.BLIND_INDEX_KEY,
  });
  const envelopes = createEnvelopes(settings.EXCHANGE_KEYS, system);
  const calendar = nationalCalendar;
  const cases = await openCases({
    store,
    writer,
    clocks,
    keyring,
    publish: publisher.publish,
    rules: { calendar, resendAfterMs: RESEND_AFTER_MS },
  });
  return {
    store,
    clocks,
    businessClock,
    clockMode: settings.BUSINESS_CLOCK,
    clockTolerable: offset.tolerable,
    cache,
    broker,
    publisher,
    keyring,
    envelopes,
    exchangeKeys: settings.EXCHANGE_KEYS.map(({ d: _, ...key }) => key),
    validators: compileEventValidators(),
    calendar,
    catalogue: createCatalogue(),
    cases,
    numbers: createCaseNumbers(store.collection<BlockDocument>('blocks')),
    files: await createFileStore(store, 'files'),
    idKey: settings.ID_KEY,
    close: async () => {
      await cache.close();
      businessClock.close();
      await platform.close();
      await store.close();
    },
  };
};

type CaseGround = {
  readonly store: Awaited<ReturnType<typeof connectStore>>;
  readonly writer: string;
  readonly clocks: Clocks;
  readonly keyring: ReturnType<typeof createKeyring>;
  readonly publish: ReturnType<typeof createPublisher>['publish'];
  readonly rules: CaseRules;
};

const openCases = async ({ store, writer, clocks, keyring, publish, rules }: CaseGround): Promise<Cases> => {
  const cases: Cases = createCaseFiles({
    aggregate: createCaseAggregate(rules),
    store: await createMongoStore(store, 'case', { indexes: caseIndexes }),
    keyring,
    nonces: createNonces(writer),
    clocks,
    inbox: createInboxCallbacks({
      publish,
      businessNow: clocks.business,
      stateOf: async (id) => (await cases.load(id))?.state,
      log: { error: () => undefined },
    }),
  });
  return cases;
};

const wakeCommand = (clocks: Clocks) => (): CaseCommand => ({
  step: 'wake',
  asker: systemAsker,
  actor: systemActor,
  at: new Date(clocks.business()).toISOString(),
});

/** A reminder is the same message again, so it goes through the relay and not through a new entry's address. */
const remind = (cases: Cases, relay: () => Relay, onFault: (fault: unknown) => void): void => {
  cases.onSaved(({ id, entries }) => {
    for (const { type, data } of entries)
      if (type === 'branch.reminded')
        relay()
          .rewind(id, dossierIdOf(id, String((data as JsonObject)['branch'])), 1)
          .catch(onFault);
  });
};

const poolsOf = (urls: Readonly<Partial<Record<Domain, string>>>): Readonly<Partial<Record<Domain, ServicePool>>> =>
  Object.fromEntries(Object.entries(urls).map(([domain, address]) => [domain, connectService(address)]));

const stopper = (server: RunningServer, closings: readonly (() => Promise<unknown>)[]): (() => Promise<void>) => {
  return async () => {
    await server.close();
    for (const close of closings) await close();
  };
};

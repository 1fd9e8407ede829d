import { type Adapter, connectSystem, type LegacySystem, type Limits } from '@yimen/adapter';
import { createSharedWatch, openRestores, type Restores, type Watch } from '@yimen/case-file';
import {
  branchesGroup,
  branchesTopic,
  compileEventReaders,
  type Domain,
  dossiersTopic,
  itemsTopic,
  loadContract,
} from '@yimen/contracts';
import type { operations } from '@yimen/contracts/department';
import {
  connectService,
  createApp,
  createIdentity,
  createServiceTokens,
  type HttpLimits,
  type RunningServer,
  type ServicePool,
  startServer,
} from '@yimen/http';
import { type Consumer, createConsumer, createDeadLetters } from '@yimen/messaging';
import { createLogger, type Logger } from '@yimen/telemetry';
import { nationalCalendar } from '@yimen/working-days';
import { createBranchIntake } from './branches/consuming.ts';
import { askGateway, createGatewayKeys } from './branches/gateway-keys.ts';
import { createBranchReader } from './branches/opening.ts';
import type { Days } from './dossier/clock.ts';
import type { Dossier } from './dossier/state.ts';
import { type DepartmentTopics, type Dossiers, openDossiers } from './dossiers.ts';
import { type Carriers, openCarriers } from './exchanges/carriers.ts';
import type { DepartmentRules } from './exchanges/rules.ts';
import { type Ground, openGround } from './ground.ts';
import type { Offer } from './items/item.ts';
import { publishOffer } from './items/publishing.ts';
import { readOffer } from './items/reading.ts';
import { createMaterials } from './materials/stream.ts';
import { createSettling } from './restore/settling.ts';
import { createOpenRoutes, createRoutes } from './routes.ts';
import type { DepartmentSettings } from './settings.ts';
import { departmentRefusals } from './work/refusals.ts';

/** What a department service is made of; the rest is the same for all. */
export interface DepartmentParts {
  readonly domain: Domain;
  /** Folder of the items and packages. */
  readonly items: string;
  readonly rules?: DepartmentRules;
  readonly adapters: readonly Adapter[];
  readonly settings: DepartmentSettings;
  /** What differs from place to place; the state's working days unless given. */
  readonly days?: Days;
  /** Other names than the declared ones, for tests on shared brokers. */
  readonly topics?: DepartmentTopics;
  readonly limits?: Partial<HttpLimits>;
  readonly log?: Logger;
}

/** A department service. */
export interface Department {
  /** The Express app, not listening. */
  readonly app: ReturnType<typeof createApp>;
  readonly dossiers: Dossiers;
  /** Publishes what is new, reads the branches, carries exchanges, listens; answers the port. */
  readonly start: () => Promise<number>;
  /** Ends in the reverse order; what was acknowledged stays. */
  readonly stop: () => Promise<void>;
}

/** Everything of one service that is open. */
interface Opened {
  readonly restores: Restores;
  readonly settings: DepartmentSettings;
  readonly log: Logger;
  readonly offer: Offer;
  readonly ground: Ground;
  readonly topics: DepartmentTopics;
  readonly limits: Partial<HttpLimits>;
  readonly days: Days;
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly dossiers: Dossiers;
  readonly carriers: Carriers;
  readonly gateway: ServicePool;
  readonly watch: Watch<Dossier>;
}

/**
 * Composes a department service. Throws when its items or settings have mistakes, when a published version has
 * changed, or when the database is away.
 */
export const createDepartment = async (parts: DepartmentParts): Promise<Department> => {
  const { domain, settings, adapters, rules = {}, days = { calendar: nationalCalendar }, limits = {} } = parts;
  const instance = settings.INSTANCE;
  const log = parts.log ?? createLogger({ service: domain, instance, level: settings.LOG_LEVEL });
  const offer = readOffer(parts.items, { domain, systems: adapters.map(({ id }) => id) });
  const ground = await openGround(settings, log, () => Date.now());
  const topics = parts.topics ?? {
    items: itemsTopic,
    branches: branchesTopic(domain),
    dossiers: dossiersTopic(domain),
  };
  const systems = connectSystems(adapters, settings, ground);
  const gateway = connectService(settings.GATEWAY_URL);
  const gatewayKeys = createGatewayKeys(askGateway(gateway), ground.clocks.system);
  const restores = await openRestores(ground.store);
  const dossiers = await openDossiers({ restores, ground, gatewayKeys, topics, systems, rules, days, instance, log });
  const carriers = await openCarriers({ ground, dossiers, systems, rules, instance, log });
  const watch = await createSharedWatch(dossiers.files, ground.cache, dossiers.writer);
  const opened = {
    restores,
    settings,
    log,
    offer,
    ground,
    topics,
    limits,
    days,
    systems,
    dossiers,
    carriers,
    gateway,
    watch,
  };
  let reading: Consumer | undefined;
  let server: RunningServer | undefined;
  const app = appOf(opened, () => reading?.health().reading ?? false);

  return {
    app,
    dossiers,
    start: async () => {
      // before anything is taken or sent
      await restores.settle(createSettling({ files: dossiers.files, store: ground.store, clocks: ground.clocks, log }));
      gatewayKeys.newest().catch(() => undefined); // at hand before it is needed, if the gateway is there
      await publish(opened);
      reading = readBranches(opened);
      for (const one of workersOf(opened)) one.start();
      server = await startServer(app, settings.PORT);
      log.info({ port: server.port }, 'The department is open');
      return server.port;
    },
    stop: async () => {
      await server?.close();
      watch.close();
      await reading?.stop();
      await Promise.all(workersOf(opened).map((one) => one.stop()));
      await Promise.all([gateway.close(), ...[...systems.values()].map((system) => system.close())]);
      await ground.close();
    },
  };
};

/** What works in the background; the relay ends with the others, since what it could not tell is swept up later. */
const workersOf = ({ dossiers, carriers }: Opened) => [
  dossiers.relay,
  dossiers.timers,
  dossiers.chaser,
  carriers.runner,
  carriers.matching,
];

const publish = async ({ offer, ground, topics, log }: Opened): Promise<void> => {
  const told = await publishOffer(offer, {
    store: ground.store,
    topic: topics.items,
    keys: ground.publicKeys,
    publish: ground.publisher.publish,
    now: ground.clocks.business,
  });
  log.info({ told }, 'Items and packages are published');
};

const readBranches = ({ restores, ground, topics, offer, dossiers, log }: Opened): Consumer =>
  createConsumer({
    broker: ground.broker,
    groupId: branchesGroup(topics.branches),
    topics: [topics.branches],
    read: createBranchReader({
      offer,
      validators: compileEventReaders(),
      envelopes: ground.envelopes,
      clocks: ground.clocks,
      isVoid: restores.isVoid,
    }),
    onBatch: createBranchIntake(dossiers.files, dossiers.relay, (err) =>
      log.error({ err }, 'A relay could not be rewound'),
    ),
    dead: createDeadLetters(ground.publisher),
  });

const appOf = (opened: Opened, isReading: () => boolean): Department['app'] => {
  const { settings, log, ground, dossiers, carriers, gateway } = opened;
  const { clocks, store } = ground;
  const tokens = createServiceTokens({
    tokenUrl: settings.TOKEN_URL,
    clientId: settings.CLIENT_ID,
    secret: settings.CLIENT_SECRET_FILE,
    clock: clocks.system,
  });
  const parts = {
    ...opened,
    ...carriers,
    files: dossiers.files,
    clocks,
    nudge: carriers.runner.nudge,
    materials: createMaterials({ gateway, tokens, audience: settings.OIDC_AUDIENCE }),
  };
  return createApp<operations>({
    contract: loadContract('department'),
    routes: createRoutes(parts),
    openRoutes: createOpenRoutes(parts),
    identity: createIdentity({
      issuer: settings.OIDC_ISSUER,
      audience: settings.OIDC_AUDIENCE,
      jwksUri: `${settings.OIDC_ISSUER}/jwks`,
      clock: clocks.system,
    }),
    refusals: departmentRefusals,
    log,
    limits: opened.limits,
    ready: { store: () => store.ping().then(() => true), branches: isReading, clock: ground.clockIsRight },
  });
};

const connectSystems = (
  adapters: readonly Adapter[],
  { SYSTEMS_FILE }: DepartmentSettings,
  { clocks }: Ground,
): ReadonlyMap<string, LegacySystem> =>
  new Map(
    adapters.map((adapter) => {
      const settings = SYSTEMS_FILE[adapter.id];
      const limits = (settings as { readonly limits?: Partial<Limits> } | undefined)?.limits ?? {};
      return [adapter.id, connectSystem(adapter, { settings, clocks, limits })];
    }),
  );

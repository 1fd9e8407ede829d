import { type Adapter, connectSystem, createRunner, type Exchange, type LegacySystem } from '@yimen/adapter';
import type { Entry } from '@yimen/case-file';
import {
  branchesTopic,
  compileEventValidators,
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
  type RunningServer,
  startServer,
} from '@yimen/http';
import type { JsonObject } from '@yimen/kernel';
import { createConsumer, createDeadLetters } from '@yimen/messaging';
import { createLogger, type Logger } from '@yimen/telemetry';
import { nationalCalendar } from '@yimen/working-days';
import { createBranchIntake } from './branches/consuming.ts';
import { createBranchReader } from './branches/opening.ts';
import type { Days } from './dossier/clock.ts';
import { type DepartmentTopics, type Dossiers, openDossiers } from './dossiers.ts';
import { createPort } from './exchanges/port.ts';
import type { DepartmentRules } from './exchanges/rules.ts';
import { createSystemStates } from './exchanges/states.ts';
import { type Ground, openGround } from './ground.ts';
import { type Arrivals, openArrivals } from './inbound/arrivals.ts';
import { createDoor } from './inbound/door.ts';
import { createMatching, type Matching } from './inbound/matching.ts';
import { publishOffer } from './items/publishing.ts';
import { readOffer } from './items/reading.ts';
import { createMaterials } from './materials/stream.ts';
import { createOpenRoutes, createRoutes } from './routes.ts';
import type { DepartmentSettings } from './settings.ts';
import { departmentRefusals } from './work/refusals.ts';
import { createWatch } from './work/watch.ts';

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

const SYSTEM_NOW = () => Date.now();

/**
 * Composes a department service. Throws when its items or settings have mistakes, when a published version has
 * changed, or when the database is away.
 */
export const createDepartment = async (parts: DepartmentParts): Promise<Department> => {
  const { domain, settings, adapters } = parts;
  const log = parts.log ?? createLogger({ service: domain, instance: settings.INSTANCE, level: settings.LOG_LEVEL });
  const offer = readOffer(parts.items, { domain, systems: adapters.map(({ id }) => id) });
  const ground = await openGround(settings, log, SYSTEM_NOW);
  const { store, clocks, publisher, keyring, broker } = ground;
  const topics = parts.topics ?? {
    items: itemsTopic,
    branches: branchesTopic(domain),
    dossiers: dossiersTopic(domain),
  };
  const days = parts.days ?? { calendar: nationalCalendar };
  const rules = parts.rules ?? {};
  const systems = connectSystems(adapters, settings, ground);
  const dossiers = await openDossiers({ ground, topics, systems, rules, days, instance: settings.INSTANCE, log });
  const { files, relay } = dossiers;
  const onOdd = (facts: JsonObject, sentence: string) => log.warn(facts, sentence);

  const states = createSystemStates(store, clocks.system);
  const port = createPort({ files, store, rules, clocks, onOdd });
  const runner = createRunner({
    systems: [...systems.values()],
    port,
    states,
    clocks,
    logger: log,
    owner: settings.INSTANCE,
  });
  const arrivals = await openArrivals(store, keyring, clocks.system);
  const matching = createMatching({ arrivals, files, clocks, onOdd });
  files.onSaved(({ entries }) => follow(entries, { runner, arrivals, matching, onOdd }));

  const watch = createWatch(files);
  const refused = (system: string, detail: string) => log.warn({ system, detail }, 'An arrival is not the system’s');
  const routeParts = {
    offer,
    files,
    watch,
    clocks,
    days,
    systems,
    states,
    arrivals,
    nudge: runner.nudge,
    door: createDoor({ systems, arrivals, clocks, stored: matching.nudge, refused }),
    materials: createMaterials(gatewayOf(settings, ground)),
  };
  const consumer = () =>
    createConsumer({
      broker,
      groupId: `department.${topics.branches}`,
      topics: [topics.branches],
      read: createBranchReader({ offer, validators: compileEventValidators(), envelopes: ground.envelopes, clocks }),
      onBatch: createBranchIntake(files, relay, (err) => log.error({ err }, 'A relay could not be rewound')),
      dead: createDeadLetters(publisher),
    });
  let reading: ReturnType<typeof consumer> | undefined;
  let server: RunningServer | undefined;

  const app = createApp<operations>({
    contract: loadContract('department'),
    routes: createRoutes(routeParts),
    openRoutes: createOpenRoutes(routeParts),
    identity: createIdentity({
      issuer: settings.OIDC_ISSUER,
      audience: settings.OIDC_AUDIENCE,
      jwksUri: `${settings.OIDC_ISSUER}/jwks`,
      clock: clocks.system,
    }),
    refusals: departmentRefusals,
    log,
    ready: {
      store: () => store.ping().then(() => true),
      branches: () => reading?.health().reading ?? false,
      clock: ground.clockIsRight,
    },
  });

  return {
    app,
    dossiers,
    start: async () => {
      const told = await publishOffer(offer, {
        store,
        topic: topics.items,
        keys: ground.publicKeys,
        publish: publisher.publish,
        now: clocks.business,
      });
      log.info({ told }, 'Items and packages are published');
      reading = consumer();
      relay.start();
      dossiers.timers.start();
      dossiers.chaser.start();
      runner.start();
      matching.start();
      server = await startServer(app, settings.PORT);
      log.info({ port: server.port }, 'The department is open');
      return server.port;
    },
    stop: async () => {
      await server?.close();
      watch.close();
      await reading?.stop();
      await Promise.all([runner.stop(), matching.stop(), dossiers.timers.stop(), dossiers.chaser.stop()]);
      await relay.stop();
      await Promise.all([...systems.values()].map((system) => system.close()));
      await ground.close();
    },
  };
};

const connectSystems = (
  adapters: readonly Adapter[],
  settings: DepartmentSettings,
  { clocks }: Ground,
): ReadonlyMap<string, LegacySystem> =>
  new Map(
    adapters.map((adapter) => [
      adapter.id,
      connectSystem(adapter, { settings: settings.SYSTEMS_FILE[adapter.id], clocks }),
    ]),
  );

const gatewayOf = (settings: DepartmentSettings, { clocks }: Ground) => ({
  gateway: connectService(settings.GATEWAY_URL),
  tokens: createServiceTokens({
    tokenUrl: settings.TOKEN_URL,
    clientId: settings.CLIENT_ID,
    secret: settings.CLIENT_SECRET_FILE,
    clock: clocks.system,
  }),
  audience: settings.OIDC_AUDIENCE,
});

/** After a write: what wants to go out is carried, what waited for a receipt is matched. */
const follow = (
  entries: readonly Entry[],
  parts: {
    readonly runner: { readonly nudge: (system?: string) => void };
    readonly arrivals: Arrivals;
    readonly matching: Matching;
    readonly onOdd: (facts: JsonObject, sentence: string) => void;
  },
): void => {
  for (const { type, data } of entries) {
    if (type !== 'exchange.moved') continue;
    const { exchange } = data['kept'] as unknown as { readonly exchange: Exchange };
    if (exchange.status === 'wanted') parts.runner.nudge(exchange.system);
    if (exchange.receipt === undefined) continue;
    parts.arrivals.hurry(exchange.system, exchange.receipt).then(parts.matching.nudge, () =>
      // the matching comes by itself, only later
      parts.onOdd({ system: exchange.system }, 'Arrivals could not be hurried'),
    );
  }
};

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadTopic } from '@yimen/contracts';
import { connectBroker, declareTopics } from '@yimen/messaging';
import { generateServiceKey } from '@yimen/personal-data';
import { connectStore, openBusinessClock } from '@yimen/store';
import { servers, uniqueDatabase, uniqueName } from '@yimen/testing';
import { createDepartment, type Department, type DepartmentParts } from '../department.ts';
import type { DepartmentTopics } from '../dossiers.ts';
import { readSettings } from '../settings.ts';
import { type GatewaySide, playGateway } from './gateway.ts';
import { AUDIENCE, type Surroundings, startSurroundings } from './surroundings.ts';

/** A department on real servers, with everybody around it played by the test. */
export interface Stage {
  readonly department: Department;
  readonly url: string;
  readonly gateway: GatewaySide;
  readonly surroundings: Surroundings;
  readonly topics: DepartmentTopics;
  /** `Bearer …` of an officer with these claims. */
  readonly officer: (claims: Readonly<Record<string, unknown>>) => Promise<string>;
  /** What the department asked its database so far: how often by an index, and which questions without one. */
  readonly questions: () => Promise<{ readonly indexed: number; readonly scanned: readonly string[] }>;
  /** Everything that the department's database holds, as text. */
  readonly stored: () => Promise<string>;
  /** Moves everybody's business clock forward to an instant. */
  readonly advanceTo: (instant: string) => Promise<void>;
  /** Stops the department and starts it again on the same store, as after a crash. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a test composes. */
export type StageParts = Pick<DepartmentParts, 'domain' | 'items' | 'adapters' | 'rules'> & {
  /** Settings of the legacy systems by id. */
  readonly systems?: Readonly<Record<string, unknown>>;
};

const PARTITIONS = 2;
/** The tests share the department's process: how long they keep its event loop busy says nothing about the department. */
const unhurried = { loopDelayMs: Number.POSITIVE_INFINITY };

/** Puts a department on the stage. */
export const setStage = async (parts: StageParts): Promise<Stage> => {
  const { domain } = parts;
  const exchange = generateServiceKey();
  const surroundings = await startSurroundings(exchange.publicJwk);
  const folder = await mkdtemp(join(tmpdir(), 'department-'));
  const database = uniqueDatabase('dept');
  const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: uniqueName('stage') });
  const name = uniqueName('dept');
  const topics = { items: `${name}.items`, branches: `${name}.branches`, dossiers: `${name}.dossiers` };
  const names = Object.values(topics).flatMap((topic) => [topic, deadTopic(topic)]);
  await declareTopics(
    broker,
    names.map((topic) => ({ name: topic, partitions: PARTITIONS, replication: 1, retentionMs: -1, compact: false })),
  );
  const key = generateServiceKey();
  await writeKeys(folder, key.privateJwk, parts.systems ?? {});
  const settings = () =>
    readSettings(
      {
        PORT: '0',
        INSTANCE: uniqueName(domain),
        MONGODB_URL: servers.mongodbUrl,
        MONGODB_DATABASE: database,
        PLATFORM_DATABASE: `${database}_platform`,
        KAFKA_BROKERS: servers.kafkaBrokers.join(','),
        REDIS_URL: servers.redisUrl,
        OIDC_ISSUER: surroundings.url,
        OIDC_AUDIENCE: AUDIENCE,
        TOKEN_URL: `${surroundings.url}/token`,
        CLIENT_ID: domain,
        CLIENT_SECRET_FILE: join(folder, 'client.secret'),
        GATEWAY_URL: surroundings.url,
        KEYS_DIR: folder,
        BUSINESS_CLOCK: 'demo',
        SYSTEMS_FILE: join(folder, 'systems.json'),
        LOG_LEVEL: 'silent',
      },
      parts.adapters,
    );
  const { systems: _systems, ...composed } = parts;
  const create = () => createDepartment({ ...composed, settings: settings(), topics, limits: unhurried });
  const watcher = await connectStore({ url: servers.mongodbUrl, database, poolSize: 2 });
  await watcher.db.command({ profile: 2 });
  const gateway = await playGateway(broker, topics, () => key.publicJwk, exchange.privateJwk);
  let department = await create();
  let port = await department.start();
  return {
    get department() {
      return department;
    },
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    gateway,
    surroundings,
    topics,
    officer: async (claims) =>
      `Bearer ${await surroundings.token({ kind: 'officer', division: '440604', rank: 'officer', ...claims })}`,
    questions: async () => {
      const indexed = await watcher.db.collection('system.profile').countDocuments({ planSummary: /^IXSCAN/ });
      const scanned = await watcher.db
        .collection('system.profile')
        .find({ planSummary: /COLLSCAN/, ns: { $not: /system\./ } })
        .toArray();
      return { indexed, scanned: scanned.map(({ ns, command }) => `${ns}: ${JSON.stringify(command)}`) };
    },
    stored: async () => {
      const names = (await watcher.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
      const held = names
        .filter((name) => !name.startsWith('system.'))
        .map((name) => watcher.db.collection(name).find().hint({ _id: 1 }).toArray()); // no question without an index: those are counted
      return JSON.stringify(await Promise.all(held));
    },
    advanceTo: async (instant) => {
      const platform = await connectStore({
        url: servers.mongodbUrl,
        database: `${database}_platform`,
        poolSize: 1,
      });
      const clock = await openBusinessClock({ store: platform, mode: 'demo', systemNow: Date.now });
      await clock.advanceTo(Date.parse(instant));
      clock.close();
      await platform.close();
    },
    restart: async () => {
      await department.stop();
      department = await create();
      port = await department.start();
    },
    close: async () => {
      await department.stop();
      await gateway.close();
      await watcher.close();
      await surroundings.close();
      await dropDatabases([database, `${database}_platform`]);
      await rm(folder, { recursive: true });
    },
  };
};

const writeKeys = async (folder: string, exchangeKey: object, systems: object): Promise<void> => {
  const secret = () => randomBytes(32).toString('base64url');
  await Promise.all([
    writeFile(join(folder, 'master.key'), secret()),
    writeFile(join(folder, 'blind-index.key'), secret()),
    writeFile(join(folder, 'client.secret'), secret()),
    writeFile(join(folder, 'exchange.jwk.json'), JSON.stringify(exchangeKey)),
    writeFile(join(folder, 'systems.json'), JSON.stringify(systems)),
  ]);
};

const dropDatabases = async (names: readonly string[]): Promise<void> => {
  for (const database of names) {
    const store = await connectStore({ url: servers.mongodbUrl, database, poolSize: 1 });
    await store.db.dropDatabase();
    await store.close();
  }
};

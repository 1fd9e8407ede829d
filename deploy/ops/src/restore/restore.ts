import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cut, createMongoStore, recordRestore } from '@yimen/case-file';
import { toInstant } from '@yimen/kernel';
import { Obstacle } from '@yimen/local';
import { type Broker, connectBroker, placeGroup, requireStopped } from '@yimen/messaging';
import { connectStore, type Store, throwOutage } from '@yimen/store';
import { type Manifest, readManifest } from '../backup/manifest.ts';
import { instantOf } from '../backup/oplog.ts';
import type { MongoTools } from '../mongo-tools.ts';
import { type Part, partsOf, platformDatabase, type Say, type Target } from '../platform.ts';
import { type Ahead, findAhead, type Ghost } from './ahead.ts';
import { type Chains, verifyChains } from './chains.ts';
import { putBack, requireEmpty } from './dump.ts';

/** What a restore needs. */
export interface RestoreOptions {
  /** Its MongoDB is empty; its Kafka is as it was. No service of it runs. */
  readonly target: Target;
  readonly tools: MongoTools;
  readonly folder: string;
  readonly until?: string;
  readonly say: Say;
}

/** What an operator must know of a restore. */
export interface RestoreReport {
  /** System instant up to which the stores remember. */
  readonly point: string;
  readonly at: string;
  readonly chains: Readonly<Record<string, Chains>>;
  /** Cases that stand on topics and nowhere else: file them anew, with the applicant. */
  readonly lostCases: readonly { readonly id: string; readonly number?: string; readonly told: readonly string[] }[];
  /** Dossiers that stand on topics and nowhere else; those whose case is there will be opened again. */
  readonly lostDossiers: readonly { readonly id: string; readonly told: readonly string[] }[];
  /** Cases and dossiers that are there, but had told more. */
  readonly setBack: readonly { readonly id: string; readonly service: string; readonly told: readonly string[] }[];
  /** Every message that no restored store stands behind. */
  readonly messages: readonly Ghost[];
  /** Where all this was written. */
  readonly file: string;
}

/**
 * Puts a backup back into an empty place and writes down, in each service's own database, what its service must put
 * right at its next start. Run it while all services are stopped; then start them.
 */
export const restore = async (options: RestoreOptions): Promise<RestoreReport> => {
  const { target, folder, say } = options;
  const manifest = readManifest(folder);
  if (!manifest) throw new Obstacle(`${folder} holds no whole backup.`);
  if (manifest.services.toSorted().join() !== target.services.toSorted().join())
    throw new Obstacle(`This backup holds ${manifest.services.join(', ')}: they are restored together.`);
  await requireEmpty(target);
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-restore' });
  say('waiting until nobody reads (killed readers count for ten seconds) …');
  await Promise.all(partsOf(target).map(({ group }) => requireStopped(broker, group)));
  const point = instantOf(await putBack({ ...options, manifest }));
  return takeStock({ target, folder, manifest, point, say });
};

/** What taking stock needs. */
export interface StockOptions {
  readonly target: Target;
  /** Where the report goes. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** System instant that the stores were set back to. */
  readonly point: string;
  readonly say: Say;
}

/** The part of a restore that follows when data is back, by whatever tool: verify, compare, write down what is to be put right. */
export const takeStock = async ({ target, folder, manifest, point, say }: StockOptions): Promise<RestoreReport> => {
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-restore' });
  const parts = partsOf(target);
  say('setting the readers back to where they stood when the backup began …');
  await Promise.all(parts.map(({ group, hears }) => placeGroup(broker, group, hears, manifest.groups[group] ?? {})));
  const looked: Looked[] = [];
  for (const part of parts) {
    say(`verifying ${part.service}, and comparing it with what it told …`);
    looked.push({ part, ...(await lookAt(target, broker, part, manifest.ends)) });
  }
  const at = toInstant(Date.now());
  const businessAt = await raiseClock(target, looked);
  await writeDown(target, looked, { point, at, businessAt });
  const file = join(folder, `restored-${at.replaceAll(':', '-')}.json`);
  const report = reportOf(looked, { point, at, file });
  writeFileSync(file, JSON.stringify(report, null, 2), { mode: 0o600 });
  return report;
};

interface Looked {
  readonly part: Part;
  readonly chains: Chains;
  readonly ahead: Ahead;
}

const withStore = async <T>(target: Target, database: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await connectStore({ url: target.mongodbUrl, database });
  return work(store).finally(store.close);
};

const lookAt = (
  target: Target,
  broker: Broker,
  part: Part,
  ends: Parameters<typeof findAhead>[3],
): Promise<Omit<Looked, 'part'>> =>
  withStore(target, part.database, async (store) => {
    const files = await createMongoStore(store, part.aggregate);
    return { chains: await verifyChains(store, part, files), ahead: await findAhead(broker, part, files, ends) };
  });

/** Business time never runs backwards: the clock goes on from the latest moment that any message bears. */
const raiseClock = (target: Target, looked: readonly Looked[]): Promise<string> =>
  withStore(target, platformDatabase(target), async (store) => {
    const clock = store.collection<{ readonly _id: 'business'; readonly offsetMs: number }>('clock');
    const now = Date.now();
    const latest = looked.flatMap(({ ahead }) => ahead.businessAt ?? []).map((time) => Date.parse(time) - now);
    if (latest.length > 0)
      await clock.updateOne({ _id: 'business' }, { $max: { offsetMs: Math.max(...latest) } }).catch(throwOutage);
    const found = await clock.findOne({ _id: 'business' }).catch(throwOutage);
    return toInstant(now + (found?.offsetMs ?? 0));
  });

const writeDown = async (
  target: Target,
  looked: readonly Looked[],
  moment: { readonly point: string; readonly at: string; readonly businessAt: string },
): Promise<void> => {
  // what any of the restored services has forgotten, none of them takes from a topic
  const voids = looked.flatMap(({ ahead }) => ahead.ghosts.map(({ entryhash }) => entryhash));
  for (const { part, ahead } of looked) {
    const cuts: readonly Cut[] = [...ahead.cut, ...ahead.absent];
    const restored = { ...moment, numbers: ahead.numbers };
    await withStore(target, part.database, (store) => recordRestore(store, restored, { cuts, voids }));
  }
};

const reportOf = (
  looked: readonly Looked[],
  { point, at, file }: Pick<RestoreReport, 'point' | 'at' | 'file'>,
): RestoreReport => {
  const messages = looked.flatMap(({ ahead }) => ahead.ghosts);
  const types = (id: string): readonly string[] =>
    messages
      .filter(({ source }) => source === id)
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(({ type }) => type);
  const absent = (aggregate: Part['aggregate']) =>
    looked.flatMap(({ part, ahead }) =>
      part.aggregate === aggregate
        ? ahead.absent.map(({ file: id }) => ({ id, number: ahead.caseNumbers.get(id), told: types(id) }))
        : [],
    );
  return {
    point,
    at,
    chains: Object.fromEntries(looked.map(({ part, chains }) => [part.service, chains])),
    lostCases: absent('case').map(({ number, ...rest }) => ({ ...rest, ...(number === undefined ? {} : { number }) })),
    lostDossiers: absent('dossier').map(({ id, told }) => ({ id, told })),
    setBack: looked.flatMap(({ part, ahead }) =>
      ahead.cut.map(({ file: id }) => ({ id, service: part.service, told: types(id) })),
    ),
    messages,
    file,
  };
};

import { randomUUID } from 'node:crypto';
import { type Cut, createMongoStore, recordRestore } from '@yimen/case-file';
import { isOutage, toInstant } from '@yimen/kernel';
import { Obstacle } from '@yimen/local';
import { type Broker, connectBroker, placeGroup, requireStopped } from '@yimen/messaging';
import { throwOutage } from '@yimen/store';
import { type Manifest, readManifest, requireSame, standingAt } from '../backup/manifest.ts';
import { instantOf, type OplogTime } from '../backup/oplog.ts';
import type { MongoTools } from '../mongo-tools.ts';
import { type Part, partsOf, platformDatabase, type Say, type Target } from '../platform.ts';
import { findAhead } from './ahead.ts';
import { halfwayOf, lift, raiseBarriers, withStore } from './barriers.ts';
import { verifyChains } from './chains.ts';
import { putBack, requireEmpty } from './dump.ts';
import {
  damageOf,
  type Looked,
  type ReportPlace,
  type RestoreReport,
  readReport,
  reportFileOf,
  reportOf,
  requireWritable,
  writeReport,
} from './report.ts';

/** What going on with a restore needs. */
export interface ResumeOptions extends ReportPlace {
  /** Its Kafka is as it was. No service of it runs. */
  readonly target: Target;
  /** Goes on though histories are broken, or topics do not hold messages of the lost time. */
  readonly acceptDamage?: boolean;
  readonly say: Say;
}

/** What a restore needs; its MongoDB is empty. */
export interface RestoreOptions extends ResumeOptions {
  readonly tools: MongoTools;
  readonly until?: string;
}

/**
 * Puts a backup back into an empty place and writes down, in each service's own database, what its service must put
 * right at its next start. Run it while all services are stopped; then start them. From its first write to its last no
 * service can start: one that did would send again what went out in the lost time.
 */
export const restore = async (options: RestoreOptions): Promise<RestoreReport> => {
  const { target, say } = options;
  const manifest = manifestOf(options);
  requireWritable(options);
  if (await halfwayOf(target)) throw new Obstacle('A restore stands half-way here: go on with it by --resume.');
  await requireEmpty(target);
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-restore' });
  say('waiting until nobody reads (killed readers count for ten seconds) …');
  await Promise.all(partsOf(target).map(({ group }) => requireStopped(broker, group).catch(asObstacle)));
  const run = randomUUID();
  await raiseBarriers(target, { run, phase: 'data', note: {} });
  const reached = await putBack({ ...options, manifest });
  return takeStock({ ...options, manifest, run, reached, point: instantOf(reached) });
};

/** Goes on with a restore that was cut off when its data was back. */
export const resumeRestore = async (options: ResumeOptions): Promise<RestoreReport> => {
  const manifest = manifestOf(options);
  const halfway = await halfwayOf(options.target);
  if (!halfway) throw new Obstacle('No restore stands half-way here.');
  const { run, phase, note } = halfway;
  if (phase === 'data')
    throw new Obstacle('The restore was cut off before all data was back: empty MongoDB, and restore again.');
  if (phase === 'done') {
    await lift(options.target);
    return readReport(String(note['file']));
  }
  requireWritable(options);
  const reached = note['reached'] as OplogTime | null;
  return takeStock({ ...options, manifest, run, point: String(note['point']), ...(reached ? { reached } : {}) });
};

const manifestOf = ({ folder, target }: Pick<ResumeOptions, 'folder' | 'target'>): Manifest => {
  const manifest = readManifest(folder);
  if (!manifest) throw new Obstacle(`${folder} holds no whole backup.`);
  requireSame(manifest, target);
  return manifest;
};

/** That a group is still read is told in one sentence; that the broker is away, as it is. */
const asObstacle = (error: unknown): never => {
  throw error instanceof Error && !isOutage(error) ? new Obstacle(error.message) : error;
};

/** What taking stock needs. */
export interface StockOptions extends ResumeOptions {
  readonly manifest: Manifest;
  /** System instant that the stores were set back to. */
  readonly point: string;
  /** The place of the log that it is, when known: of what the backup knows of the topics, the latest before it is taken. */
  readonly reached?: OplogTime;
  /** The restore that this belongs to; one of its own unless given. */
  readonly run?: string;
}

/** The part of a restore that follows when data is back, by whatever tool: verify, compare, write down what is to be put right. */
export const takeStock = async (options: StockOptions): Promise<RestoreReport> => {
  const { target, manifest, point, reached, say, run = randomUUID(), acceptDamage = false } = options;
  await raiseBarriers(target, { run, phase: 'stock', note: { point, reached: reached ? { ...reached } : null } });
  const broker = connectBroker({ brokers: target.kafkaBrokers, clientId: 'ops-restore' });
  const parts = partsOf(target);
  const { ends, groups } = standingAt(manifest, reached);
  say('setting the readers back to where they stood when the backup began …');
  await Promise.all(
    parts.map(({ group, hears }) => placeGroup(broker, group, hears, groups[group] ?? {}).catch(asObstacle)),
  );
  const looked: Looked[] = [];
  for (const part of parts) {
    say(`verifying ${part.service}, and comparing it with what it told …`);
    looked.push({ part, ...(await lookAt(target, broker, part, ends)) });
  }
  const at = toInstant(Date.now());
  const file = reportFileOf(options, at);
  const report = reportOf(looked, { point, at, file });
  writeReport(report);
  if (!acceptDamage) requireSound(report, say);
  const businessAt = await raiseClock(target, looked);
  await writeDown(target, looked, { point, at, businessAt, run });
  await raiseBarriers(target, { run, phase: 'done', note: { file } });
  await lift(target);
  return report;
};

const requireSound = (report: RestoreReport, say: Say): void => {
  const damage = damageOf(report);
  if (damage.length === 0) return;
  damage.forEach(say);
  throw new Obstacle(
    `The restored data is damaged in ${damage.length} places, and no service starts on it. Restore another backup, or go on all the same with --resume --accept-damage. The whole report: ${report.file}`,
  );
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
  moment: { readonly point: string; readonly at: string; readonly businessAt: string; readonly run: string },
): Promise<void> => {
  // what any of the restored services has forgotten, none of them takes from a topic
  const voids = looked.flatMap(({ ahead }) => ahead.ghosts.map(({ entryhash }) => entryhash));
  for (const { part, ahead } of looked) {
    const cuts: readonly Cut[] = [...ahead.cut, ...ahead.absent];
    const restored = { ...moment, numbers: ahead.numbers };
    await withStore(target, part.database, (store) => recordRestore(store, restored, { cuts, voids }));
  }
};

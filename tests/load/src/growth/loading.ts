import { verifyHistory } from '@yimen/case-file';
import { isOutage } from '@yimen/kernel';
import type { ServiceName } from '@yimen/local';
import { forAll } from '../driver.ts';
import { round } from '../figures.ts';
import { unlessEnded } from '../waiting.ts';
import { type Cast, createCaster } from './casting.ts';
import { readMember, type Shelves } from './family.ts';
import { mouldOf } from './mould.ts';
import type { Recorded } from './recording.ts';
import { type Sizes, settleStores, sizesOf } from './sizes.ts';

type Caster = ReturnType<typeof createCaster>;
type Insert = Cast[number]['insert'];

/** Documents of one command; the rest of a batch waits for it. */
const BULK = 400;
/** One case of ten is a joint one; of ten of these one is open at its departments, and one is accepted by nobody yet. */
const JOINT_EVERY = 10;
const SAMPLE_EVERY = 20_000;
const SAY_EVERY_MS = 10_000;
const TRIES = 10;
const AGAIN_MS = 3_000;
const MB = 1024 ** 2;

/** What a loading came to. */
export interface Loaded {
  readonly cases: number;
  readonly documents: number;
  readonly documentsPerS: number;
  /** Documents whose history was read back and verified. */
  readonly verified: number;
  /** Right before and right after. */
  readonly sizes: readonly [before: Sizes, after: Sizes];
}

/** Which part of the cases to load, and whom to tell. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly say: (line: string) => void;
  readonly ending: AbortSignal;
}

/** Copies of every kind of case: the n-th case of the district. */
export const createIssuer = ({ singles, joint, open, waiting }: Recorded, shelves: Shelves): Caster => {
  const casterOf = (family: Recorded['joint']): Caster => createCaster(mouldOf(family), shelves);
  const single = singles.map(casterOf);
  const packages = [joint, open, waiting].map(casterOf);
  return (nth) => {
    const kind = (nth / JOINT_EVERY) % JOINT_EVERY;
    const caster = nth % JOINT_EVERY === 0 ? packages[kind < packages.length ? kind : 0] : single[nth % single.length];
    return caster?.(nth) ?? [];
  };
};

/** Whether the n-th case is of one item, and closed. */
export const isSingle = (nth: number): boolean => nth % JOINT_EVERY !== 0;

/** Sends what may not have arrived again, after an outage too: what is there already is then our own. */
const insertAll = async (
  shelves: Shelves,
  service: ServiceName,
  inserts: readonly Insert[],
  ending: AbortSignal,
): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      const { inserted, duplicates, refused } = await shelves.of(service).files.write(inserts);
      if (refused[0]) throw new Error(`${service} refused ${refused[0].id}: ${refused[0].message}`);
      if (tries === 1 && duplicates[0]) throw new Error(`${service} has ${duplicates[0]} already`);
      if (inserted + duplicates.length === inserts.length) return;
      throw new Error(`${service} took ${inserted} of ${inserts.length}`);
    } catch (error) {
      if (!isOutage(error) || tries >= TRIES) throw error;
      await unlessEnded(ending, new Promise((resolve) => setTimeout(resolve, AGAIN_MS)));
    }
  }
};

/** Documents on their way to the stores: one bulk per service is gathered, as many as there are services are written. */
const createLoader = (shelves: Shelves, ending: AbortSignal) => {
  const waiting = new Map<ServiceName, Insert[]>();
  const writing = new Set<Promise<void>>();
  let documents = 0;
  const flush = async (service: ServiceName): Promise<void> => {
    const inserts = waiting.get(service) ?? [];
    waiting.set(service, []);
    if (inserts.length === 0) return;
    while (writing.size >= shelves.all.length) await Promise.race(writing);
    ending.throwIfAborted();
    const write = insertAll(shelves, service, inserts, ending).finally(() => writing.delete(write));
    writing.add(write);
    documents += inserts.length;
  };
  return {
    add: async (cast: Cast): Promise<void> => {
      for (const { service, insert } of cast) {
        const queue = waiting.get(service) ?? [];
        queue.push(insert);
        waiting.set(service, queue);
        if (queue.length >= BULK) await flush(service);
      }
    },
    end: async (): Promise<void> => {
      for (const { service } of shelves.all) await flush(service);
      await Promise.all(writing);
    },
    documents: () => documents,
  };
};

/** Reads some documents back and verifies their whole history; of a case nothing is held but the id. */
const verify = async (shelves: Shelves, samples: readonly (readonly [ServiceName, string])[]): Promise<number> => {
  await forAll(samples, 4, async ([service, id]) => {
    const member = await readMember(shelves.of(service), id);
    const broken = member && verifyHistory({ id, history: member.file.history, head: member.file.head });
    if (!member || broken) throw new Error(`${service} ${id} does not verify: ${JSON.stringify(broken)}`);
  });
  return samples.length;
};

/** Loads the cases `from` … `to` and says how it goes. */
export const loadCases = async (shelves: Shelves, issue: Caster, part: Part): Promise<Loaded> => {
  const { from, to, say, ending } = part;
  const before = await sizesOf(shelves);
  const startedAt = performance.now();
  let saidAt = startedAt;
  const loader = createLoader(shelves, ending);
  const rate = (): number => round(loader.documents() / ((performance.now() - startedAt) / 1000), 0);
  const samples: (readonly [ServiceName, string])[] = [];
  const sampleEvery = Math.min(SAMPLE_EVERY, Math.max(1, Math.floor((to - from) / 10)));
  for (let nth = from; nth < to; nth++) {
    const cast = issue(nth);
    if (nth % sampleEvery < 2) for (const { service, insert } of cast) samples.push([service, insert.id]);
    await loader.add(cast);
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now();
      const done = nth + 1 - from;
      const leftMin = ((to - nth - 1) * (saidAt - startedAt)) / done / 60_000;
      say(
        `loaded ${done} of ${to - from} cases, ${rate()} documents/s, ${round(leftMin)} min to go; this process holds ${Math.round(process.memoryUsage.rss() / MB)} MB`,
      );
    }
  }
  await loader.end();
  const documentsPerS = rate();
  say(`loaded ${loader.documents()} documents, ${documentsPerS}/s; verifying a sample …`);
  await settleStores(shelves);
  const sizes = [before, await sizesOf(shelves)] as const;
  const verified = await verify(shelves, samples);
  return { cases: to - from, documents: loader.documents(), documentsPerS, verified, sizes };
};

import { verifyHistory } from '@yimen/case-file';
import { isOutage } from '@yimen/kernel';
import type { ServiceName } from '@yimen/local';
import { forAll } from '../driver.ts';
import { round } from '../figures.ts';
import type { Cast, createCaster } from './casting.ts';
import { readMember, type Shelves } from './family.ts';

type Caster = ReturnType<typeof createCaster>;
type Insert = Cast[number]['insert'];

/** Documents of one command; the rest of a batch waits for it. */
const BULK = 400;
/** One case of ten is a joint one. */
const JOINT_EVERY = 10;
const SAMPLE_EVERY = 20_000;
const SAY_EVERY_MS = 10_000;
const TRIES = 10;
const AGAIN_MS = 3_000;

/** What a loading came to. */
export interface Loaded {
  readonly cases: number;
  readonly documents: number;
  readonly documentsPerS: number;
  /** Documents whose history was read back and verified. */
  readonly verified: number;
}

/** Sends what may not have arrived again, after an outage too: what is there already is then our own. */
const insertAll = async (shelves: Shelves, service: ServiceName, inserts: readonly Insert[]): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      const { inserted, duplicates, refused } = await shelves.of(service).files.write(inserts);
      if (refused[0]) throw new Error(`${service} refused ${refused[0].id}: ${refused[0].message}`);
      if (tries === 1 && duplicates[0]) throw new Error(`${service} has ${duplicates[0]} already`);
      if (inserted + duplicates.length === inserts.length) return;
      throw new Error(`${service} took ${inserted} of ${inserts.length}`);
    } catch (error) {
      if (!isOutage(error) || tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
};

/** Loads cases `from` … `to`, nine of ten of one item and one of five, all closed. */
export const loadCases = async (
  shelves: Shelves,
  casters: { readonly singles: readonly Caster[]; readonly joint: Caster },
  { from, to, say }: { readonly from: number; readonly to: number; readonly say: (line: string) => void },
): Promise<Loaded> => {
  const startedAt = performance.now();
  let saidAt = startedAt;
  let [documents, verified] = [0, 0];
  const waiting = new Map<ServiceName, Insert[]>();
  const writing = new Set<Promise<void>>();
  const flush = async (service: ServiceName): Promise<void> => {
    const inserts = waiting.get(service) ?? [];
    waiting.set(service, []);
    if (inserts.length === 0) return;
    while (writing.size >= shelves.all.length) await Promise.race(writing);
    const write = insertAll(shelves, service, inserts).finally(() => writing.delete(write));
    writing.add(write);
    documents += inserts.length;
  };
  const samples: Cast[] = [];
  for (let nth = from; nth < to; nth++) {
    const cast = (nth % JOINT_EVERY === 0 ? casters.joint : casters.singles[nth % casters.singles.length])?.(nth) ?? [];
    if (nth % Math.min(SAMPLE_EVERY, Math.max(1, Math.floor((to - from) / 10))) < 2) samples.push(cast);
    for (const { service, insert } of cast) {
      const queue = waiting.get(service) ?? [];
      queue.push(insert);
      waiting.set(service, queue);
      if (queue.length >= BULK) await flush(service);
    }
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now();
      say(`loaded ${nth + 1 - from} of ${to - from} cases, ${rateOf(documents, startedAt)} documents/s`);
    }
  }
  for (const { service } of shelves.all) await flush(service);
  await Promise.all(writing);
  const documentsPerS = rateOf(documents, startedAt);
  await forAll(samples.flat(), 4, async ({ service, insert }) => {
    const member = await readMember(shelves.of(service), insert.id);
    const broken = member && verifyHistory({ id: insert.id, history: member.file.history, head: member.file.head });
    if (!member || broken) throw new Error(`${service} ${insert.id} does not verify: ${JSON.stringify(broken)}`);
    verified += 1;
  });
  return { cases: to - from, documents, documentsPerS, verified };
};

const rateOf = (documents: number, startedAt: number): number =>
  round(documents / ((performance.now() - startedAt) / 1000), 0);

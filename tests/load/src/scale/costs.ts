import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@yimen/contracts';
import { connectBroker } from '@yimen/messaging';
import { connectStore } from '@yimen/store';
import { round } from '../figures.ts';
import { cpuBetween, type Usages, usageOfParts } from '../machine/processes.ts';
import type { Platform } from '../platform/platform.ts';

/** What a platform has used and holds at one moment. */
export interface Books {
  readonly atMs: number;
  readonly usage: Usages;
  readonly messages: number;
  readonly messageBytes: number;
  readonly documentBytes: number;
  readonly indexBytes: number;
}

/** What one case costs. */
export interface Costs {
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly cpuMsInAll: number;
  /** CPU of the platform in cores while it was at work; the driver's own comes on top. */
  readonly coresUsed: number;
  readonly messages: number;
  /** As the broker keeps them. */
  readonly messageBytes: number;
  /** Before compression by the store. */
  readonly documentBytes: number;
  /** As on disk, compressed. */
  readonly indexBytes: number;
}

const countMessages = async (brokers: readonly string[]): Promise<number> => {
  const broker = connectBroker({ brokers: [...brokers], clientId: 'bench-costs' });
  return broker.administer(async (admin) => {
    let count = 0;
    for (const { name } of topics)
      for (const { high, low } of await admin.fetchTopicOffsets(name)) count += Number(high) - Number(low);
    return count;
  });
};

/** Bytes of all message logs under a folder. */
const logBytes = (folder: string): number => {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith('.log') && /\.v\d+(\.dead)?-\d+$/.test(entry.parentPath))
      bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes;
};

const storedBytes = async (url: string): Promise<{ documents: number; indexes: number }> => {
  const store = await connectStore({ url, database: 'admin', poolSize: 1 });
  try {
    const { databases } = await store.db.admin().listDatabases();
    let [documents, indexes] = [0, 0];
    for (const { name } of databases) {
      if (['admin', 'config', 'local'].includes(name)) continue;
      const other = await connectStore({ url, database: name, poolSize: 1 });
      const stats = await other.db.command({ dbStats: 1 });
      await other.close();
      documents += Number(stats['dataSize']);
      indexes += Number(stats['indexSize']);
    }
    return { documents, indexes };
  } finally {
    await store.close();
  }
};

/** Looks at everything at once; what is under way should have ended. */
export const openBooks = async ({ stack }: Platform): Promise<Books> => {
  const stored = await storedBytes(stack.urls.mongodb);
  return {
    atMs: performance.now(),
    usage: usageOfParts(),
    messages: await countMessages(stack.urls.kafkaBrokers),
    messageBytes: logBytes(join(stack.stateDir, 'data')),
    documentBytes: stored.documents,
    indexBytes: stored.indexes,
  };
};

/** The cost of each of so many cases between two looks, of which `tookS` seconds were work. */
export const costsOf = (before: Books, after: Books, cases: number, tookS: number): Costs => {
  const cpuMs = cpuBetween(before.usage, after.usage, cases);
  const cpuMsInAll = round(
    Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0),
    2,
  );
  const each = (of: (books: Books) => number, digits = 0): number => round((of(after) - of(before)) / cases, digits);
  return {
    cpuMs,
    cpuMsInAll,
    coresUsed: round((cpuMsInAll * cases) / 1000 / tookS, 2),
    messages: each(({ messages }) => messages, 2),
    messageBytes: each(({ messageBytes }) => messageBytes),
    documentBytes: each(({ documentBytes }) => documentBytes),
    indexBytes: each(({ indexBytes }) => indexBytes),
  };
};

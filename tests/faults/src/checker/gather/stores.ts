import { type CaseStore, createMongoStore } from '@yimen/case-file';
import { SERVICES, type ServiceName, trafficOf } from '@yimen/local';
import { connectStore, type Store } from '@yimen/store';
import type { StoredCase } from '../evidence.ts';

/** What all stores of the services hold. */
export interface StoresSeen {
  readonly cases: readonly StoredCase[];
  readonly dossiers: readonly StoredCase[];
  readonly debts: readonly { readonly service: string; readonly id: string }[];
}

const TOGETHER = 100;

/** Reads every case file of every service, whole, through the store that wrote it. */
export const readStores = async (mongodbUrl: string): Promise<StoresSeen> => {
  const all = [];
  for (const service of SERVICES) all.push(await readService(mongodbUrl, service));
  return {
    cases: all.flatMap(({ kind, files }) => (kind === 'case' ? files : [])),
    dossiers: all.flatMap(({ kind, files }) => (kind === 'dossier' ? files : [])),
    debts: all.flatMap(({ debts }) => debts),
  };
};

const readService = async (url: string, service: ServiceName) => {
  const { database, aggregate: kind } = trafficOf(service);
  const store = await connectStore({ url, database, appName: 'checker' });
  try {
    const files = await readFiles(store, service, kind);
    const debts = await store
      .collection<{ _id: string }>(`${kind}-debts`)
      .find({}, { projection: { _id: 1 } })
      .toArray();
    return { kind, files, debts: debts.map(({ _id }) => ({ service, id: _id })) };
  } finally {
    await store.close();
  }
};

const readFiles = async (store: Store, service: ServiceName, kind: StoredCase['kind']): Promise<StoredCase[]> => {
  const caseStore = await createMongoStore(store, kind);
  const found = await store
    .collection<{ _id: string }>(`${kind}s`)
    .find({}, { projection: { _id: 1 } })
    .toArray();
  const files: StoredCase[] = [];
  for (let from = 0; from < found.length; from += TOGETHER) {
    const ids = found.slice(from, from + TOGETHER).map(({ _id }) => _id);
    files.push(...(await readSome(caseStore, service, kind, ids)));
  }
  return files;
};

const readSome = async (
  store: CaseStore,
  service: ServiceName,
  kind: StoredCase['kind'],
  ids: readonly string[],
): Promise<StoredCase[]> => {
  const loaded = await store.load(ids);
  return Promise.all(
    loaded.map(async ({ _id, version, state, head, seen, relayAt }) => ({
      service,
      kind,
      id: _id,
      version,
      state,
      head,
      seen,
      waits: relayAt !== undefined,
      history: await store.history(_id),
    })),
  );
};

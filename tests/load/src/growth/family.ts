import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseStore, createMongoStore, type StoredFile } from '@yimen/case-file';
import { databaseOf, GATEWAY, keysDirOf, SERVICES, type ServiceName } from '@yimen/local';
import { createKeyring, type Keyring } from '@yimen/personal-data';
import { connectStore, type Store } from '@yimen/store';
import { MASTER_KID as DEPARTMENT_KID } from '../../../../libs/department/src/ground.ts';
import { MASTER_KID as GATEWAY_KID } from '../../../../services/intake-gateway/src/ground.ts';
import type { Platform } from '../platform/platform.ts';

/** A document of a case: its own, or that of a dossier. */
export interface Member {
  readonly service: ServiceName;
  readonly file: StoredFile;
}

/** A case with all its dossiers, as the platform wrote them. */
export interface Family {
  readonly applicant: { readonly name: string; readonly idNumber: string };
  readonly members: readonly Member[];
}

/** The documents of one service, and its keys. */
export interface Shelf {
  readonly service: ServiceName;
  readonly store: Store;
  readonly files: CaseStore;
  readonly keyring: Keyring;
}

/** The shelves of all services of a platform. */
export interface Shelves {
  readonly of: (service: ServiceName) => Shelf;
  readonly all: readonly Shelf[];
  readonly close: () => Promise<void>;
}

/** A store that swallows a million documents may take its time over one bulk. */
const LOADING_MS = 120_000;

/** What each kind of service calls its first master key. */
const masterKidOf = (service: ServiceName): string => (service === GATEWAY ? GATEWAY_KID : DEPARTMENT_KID);

const keyOf = (folder: string, name: string): KeyObject =>
  createSecretKey(Buffer.from(readFileSync(join(folder, `${name}.key`), 'utf8').trim(), 'base64url'));

/** Opens every service's documents with the service's own keys. */
export const openShelves = async ({ stack }: Platform): Promise<Shelves> => {
  const all = await Promise.all(
    SERVICES.map(async (service): Promise<Shelf> => {
      const store = await connectStore({
        url: stack.urls.mongodb,
        database: databaseOf(service),
        socketMs: LOADING_MS,
        majorityMs: LOADING_MS,
      });
      const folder = keysDirOf(stack.stateDir, service);
      return {
        service,
        store,
        files: await createMongoStore(store, service === GATEWAY ? 'case' : 'dossier'),
        keyring: createKeyring({
          master: keyOf(folder, 'master'),
          masterKid: masterKidOf(service),
          blindIndexKey: keyOf(folder, 'blind-index'),
        }),
      };
    }),
  );
  const of = (service: ServiceName): Shelf => {
    const shelf = all.find((one) => one.service === service);
    if (!shelf) throw new Error(`no shelf of ${service}`);
    return shelf;
  };
  return {
    of,
    all,
    close: async () => {
      await Promise.all(all.map(({ store }) => store.close()));
    },
  };
};

/** Reads a whole document, old entries too. */
export const readMember = async ({ files, service }: Shelf, id: string): Promise<Member | undefined> => {
  const [file] = await files.load([id]);
  return file && { service, file: { ...file, history: await files.history(id) } };
};

import type { KeyObject } from 'node:crypto';
import type { Cache } from '@yimen/cache';
import type { CaseFile, CaseFiles, Watch } from '@yimen/case-file';
import type { Domain } from '@yimen/contracts';
import type { ServicePool } from '@yimen/http';
import type { Clocks, JsonObject } from '@yimen/kernel';
import type { Keyring, PublicJwk } from '@yimen/personal-data';
import type { BusinessClock, FileStore } from '@yimen/store';
import type { Calendar } from '@yimen/working-days';
import type { CaseCommand } from './cases/command.ts';
import type { CaseState } from './cases/state.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { CaseNumbers } from './numbers/numbers.ts';

/** All cases, as this service uses them. */
export type Cases = CaseFiles<CaseState & JsonObject, CaseCommand>;

/** One case as it was read. */
export type CaseRead = CaseFile<CaseState & JsonObject>;

/** What every route may use. */
export type GatewayParts = {
  readonly cases: Cases;
  readonly catalogue: Catalogue;
  readonly numbers: CaseNumbers;
  readonly keyring: Keyring;
  /** Derives ids and query passwords; never rotates. */
  readonly idKey: KeyObject;
  readonly exchangeKeys: readonly PublicJwk[];
  readonly clocks: Clocks;
  readonly businessClock: Pick<BusinessClock, 'advance' | 'advanceTo'>;
  readonly clockMode: 'demo' | 'real';
  readonly calendar: Calendar;
  readonly files: FileStore;
  readonly cache: Cache;
  /** Waiting for news of cases, written by this process or another. */
  readonly news: Watch<CaseRead['state']>;
  readonly departments: Readonly<Partial<Record<Domain, ServicePool>>>;
};

import type { Adapter } from '@yimen/adapter';
import { sealRecords } from './adapters/L06-seal-records/index.ts';

/** The legacy systems behind this service: one line each. */
export const adapters: readonly Adapter[] = [sealRecords];

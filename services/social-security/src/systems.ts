import type { Adapter } from '@yimen/adapter';
import { socialInsurance } from './adapters/L01-social-insurance/index.ts';

/** The legacy systems behind this service: one line each. */
export const adapters: readonly Adapter[] = [socialInsurance];

import type { Adapter } from '@yimen/adapter';
import { companyRegister } from './adapters/L21-company-register/index.ts';
import { taxCore } from './adapters/L23-tax-core/index.ts';

/** The legacy systems behind this service: one line each. */
export const adapters: readonly Adapter[] = [companyRegister, taxCore];

import { socialInsurance } from './L01/social-insurance.ts';
import { sealRecords } from './L06/seal-records.ts';
import { constructionApproval } from './L14/construction-approval.ts';
import { companyRegister } from './L21/company-register.ts';
import { taxCore } from './L23/tax-core.ts';
import type { SystemSimulator } from './system.ts';

/** The systems that can be started: a 25th is one folder and one line here. */
export const systems: readonly SystemSimulator[] = [
  socialInsurance,
  sealRecords,
  constructionApproval,
  companyRegister,
  taxCore,
];

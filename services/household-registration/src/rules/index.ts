import type { DepartmentRules } from '@yimen/department';
import { sealRecord } from './seal-record.ts';

/** Department-side rules by item code. */
export const rules: DepartmentRules = { 'seal-record': sealRecord };

import type { DepartmentRules } from '@yimen/department';
import { constructionPermit } from './construction-permit.ts';

/** Department-side rules by item code. */
export const rules: DepartmentRules = { 'construction-permit': constructionPermit };

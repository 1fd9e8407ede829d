import { type DepartmentSettings, readSettings } from '@yimen/department';
import { adapters } from './systems.ts';

/** The only place of this service that reads its environment. */
export const config = (): DepartmentSettings => readSettings(process.env, adapters);

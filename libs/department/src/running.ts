import { ConfigError } from '@yimen/config';
import { stopOnSignal } from '@yimen/http';
import { createDepartment, type DepartmentParts } from './department.ts';
import { VersionTaken } from './items/publishing.ts';
import { ItemsError } from './items/reading.ts';
import type { DepartmentSettings } from './settings.ts';

/** What a service's `main.ts` gives; the settings are read inside, so that their mistakes are told like all others. */
export type RunParts = Omit<DepartmentParts, 'settings'> & { readonly settings: () => DepartmentSettings };

/** Runs a department service until it is told to stop; what the operator must mend is said in one sentence. */
export const runDepartment = async ({ settings, ...parts }: RunParts): Promise<void> => {
  try {
    const department = await createDepartment({ ...parts, settings: settings() });
    stopOnSignal(department.stop);
    await department.start();
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof ItemsError || error instanceof VersionTaken;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
};

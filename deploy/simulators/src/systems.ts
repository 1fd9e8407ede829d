import { sealRecords } from './L06/seal-records.ts';
import type { SystemSimulator } from './system.ts';

/** The systems that can be started: a 25th is one folder and one line here. */
export const systems: readonly SystemSimulator[] = [sealRecords];

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
/** Downloads that survive `--fresh`; ignored by git. */
export const CACHE_DIR = join(ROOT, '.cache', 'servers');
/** Data, secrets and logs of `npm start`; ignored by git, forgotten by `--fresh`. */
export const STATE_DIR = join(ROOT, '.state');
/** Compiled modules: a second start of a program costs half the time of a processor. */
export const COMPILED_DIR = join(ROOT, '.cache', 'compiled');

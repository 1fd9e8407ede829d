import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for a while. */
export interface TemporaryFolder {
  readonly path: string;
  readonly close: () => void;
}

/** Removes a folder with everything in it, now or, when this process ends before, then: it may hold tokens or keys. */
export const removeAtTheEnd = (path: string): TemporaryFolder => {
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  return {
    path,
    close: () => {
      process.off('exit', remove);
      remove();
    },
  };
};

/** Makes a folder that nobody else may read. */
export const openFolder = (name: string): TemporaryFolder =>
  removeAtTheEnd(mkdtempSync(join(tmpdir(), `yimen-${name}-`)));

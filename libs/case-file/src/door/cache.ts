import { TAIL_ENTRIES } from '../limits.ts';
import type { StoredFile } from '../store/document.ts';

/**
 * Files as this process last wrote them, each write acknowledged by the majority. A stale one only loses its
 * conditional write; nothing but a won write or a cause found inside is ever answered from here.
 */
export interface FileCache {
  readonly get: (id: string) => StoredFile | undefined;
  readonly put: (file: StoredFile) => void;
  readonly drop: (id: string) => void;
}

/** Keeps the files written last, `limitFiles` at most. */
export const createFileCache = (limitFiles: number): FileCache => {
  const files = new Map<string, StoredFile>();
  return {
    get: (id) => files.get(id),
    put: (file) => {
      files.delete(file._id);
      const { history } = file;
      files.set(file._id, history.length > TAIL_ENTRIES ? { ...file, history: history.slice(-TAIL_ENTRIES) } : file);
      if (files.size <= limitFiles) return;
      for (const oldest of files.keys()) {
        files.delete(oldest);
        break;
      }
    },
    drop: (id) => {
      files.delete(id);
    },
  };
};

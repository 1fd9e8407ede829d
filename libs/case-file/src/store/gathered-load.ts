import type { StoredFile } from './document.ts';
import type { CaseStore } from './port.ts';
import { turn } from './turn.ts';

/** Loads of one moment become one query; a load never joins a query that was sent before it was asked. */
export const createGatheredLoad = (
  store: Pick<CaseStore, 'load'>,
  limitDocuments: number,
): ((id: string) => Promise<StoredFile | undefined>) => {
  let waiting = new Map<string, PromiseWithResolvers<StoredFile | undefined>>();
  let busy = false;

  const run = async (): Promise<void> => {
    await turn();
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, limitDocuments);
      waiting = new Map([...waiting].slice(limitDocuments));
      try {
        const files = await store.load(batch.map(([id]) => id));
        const byId = new Map(files.map((file) => [file._id, file]));
        for (const [id, asked] of batch) asked.resolve(byId.get(id));
      } catch (error) {
        for (const [, asked] of batch) asked.reject(error);
      }
    }
    busy = false;
  };

  return (id) => {
    const same = waiting.get(id);
    if (same) return same.promise;
    const asked = Promise.withResolvers<StoredFile | undefined>();
    waiting.set(id, asked);
    if (!busy) {
      busy = true;
      void run();
    }
    return asked.promise;
  };
};

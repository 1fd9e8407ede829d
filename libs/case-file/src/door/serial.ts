import { Outage } from '@yimen/kernel';

/** Runs work on one document after the other, so that a process does not race against itself. */
export type Serial = <T>(id: string, work: () => Promise<T>) => Promise<T>;

/** At most `limit` pieces of work may wait or run; more is an outage. */
export const createSerial = (limit: number): Serial => {
  const tails = new Map<string, Promise<unknown>>();
  let count = 0;
  return async (id, work) => {
    if (count >= limit) throw new Outage('Too many commands are waiting.', { retryAfterS: 1 });
    count += 1;
    const before = tails.get(id);
    const run = before ? before.then(work) : work();
    const tail = run.then(ignore, ignore);
    tails.set(id, tail);
    try {
      return await run;
    } finally {
      count -= 1;
      if (tails.get(id) === tail) tails.delete(id);
    }
  };
};

const ignore = (): void => {};

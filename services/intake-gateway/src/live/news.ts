import type { Cache } from '@yimen/cache';
import { createWatch, type Watch } from '@yimen/case-file';
import type { CaseRead, Cases } from '../parts.ts';

/** Waiting for news of cases, written by this process or another. */
export type News = Watch<CaseRead['state']>;

const CHANNEL = 'cases';
/** News of so long goes to the other replicas in one message. */
const GATHER_MS = 5;
/** Without a word one looks for oneself: seldom while the cache carries news, often while it is away. */
const LOOK_MS = 5_000;
const LOOK_ALONE_MS = 500;

/** News over the cache; when that is away, waiting becomes polling. */
export const createNews = async (
  cases: Cases,
  cache: Cache,
  instance: string,
): Promise<News & { readonly stop: () => void }> => {
  const watch = createWatch(cases, () => (cache.health().connected ? LOOK_MS : LOOK_ALONE_MS));
  let gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const send = (): void => {
    timer = undefined;
    const ids = [...gathered];
    gathered = new Set();
    void cache.publish(CHANNEL, `${instance} ${ids.join(' ')}`);
  };
  const unsubscribe = await cache.subscribe(CHANNEL, {
    heard: (text) => {
      const [from, ...ids] = text.split(' ');
      if (from !== instance) for (const id of ids) watch.wake(id);
    },
    resumed: watch.wakeAll, // what was said during the cut is lost
  });
  const silence = cases.onSaved(({ id }) => {
    gathered.add(id);
    timer ??= setTimeout(send, GATHER_MS);
  });
  return {
    ...watch,
    stop: () => {
      clearTimeout(timer);
      silence();
      unsubscribe();
      watch.close();
    },
  };
};

import type { JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { createWatch, type Watch } from './watch.ts';

/** Carries words between the processes of one service, and may lose any of them. */
export interface Channel {
  readonly publish: (channel: string, text: string) => Promise<void>;
  /** Answers how to stop listening; `resumed` tells that words may have been lost. */
  readonly subscribe: (
    channel: string,
    listener: { readonly heard: (text: string) => void; readonly resumed: () => void },
  ) => Promise<() => void>;
  readonly health: () => { readonly connected: boolean };
}

/** News of so long goes to the other processes in one message. */
const GATHER_MS = 5;
/** Without a word one looks for oneself: seldom while the channel carries news, often while it is away. */
const LOOK_MS = 5_000;
const LOOK_ALONE_MS = 500;

/**
 * A watch over what all processes of a service write: each tells the others which files it has saved. While the channel
 * is away, waiting becomes looking.
 */
export const createSharedWatch = async <S extends JsonObject, C extends Command>(
  files: CaseFiles<S, C>,
  channel: Channel,
  instance: string,
): Promise<Watch<S>> => {
  const watch = createWatch(files, () => (channel.health().connected ? LOOK_MS : LOOK_ALONE_MS));
  const name = `${files.aggregate.name}s`;
  let gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const send = (): void => {
    timer = undefined;
    const ids = [...gathered];
    gathered = new Set();
    void channel.publish(name, `${instance} ${ids.join(' ')}`);
  };
  const unsubscribe = await channel.subscribe(name, {
    heard: (text) => {
      const [from, ...ids] = text.split(' ');
      if (from !== instance) for (const id of ids) watch.wake(id);
    },
    resumed: watch.wakeAll, // what was said during the cut is lost
  });
  const silence = files.onSaved(({ id }) => {
    gathered.add(id);
    timer ??= setTimeout(send, GATHER_MS);
  });
  return {
    ...watch,
    close: () => {
      clearTimeout(timer);
      silence();
      unsubscribe();
      watch.close();
    },
  };
};

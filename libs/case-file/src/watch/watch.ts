import type { JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { viewOf } from '../door/view.ts';
import type { CaseFile } from '../entry.ts';

/** One who waits for news of one file. What happens between two calls of `next` is not missed. */
export interface Ear<S> {
  /**
   * Resolves with the file as this process has just written it, or with `undefined` when one must look for oneself:
   * another process wrote, `ms` are over, or the signal says that nobody waits any more.
   */
  readonly next: (ms: number, signal: AbortSignal) => Promise<CaseFile<S> | undefined>;
  readonly end: () => void;
}

/** How long to wait, and for whom. */
export interface Patience {
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Waiting for news of files without reading them again and again. */
export interface Watch<S> {
  /** From now on nothing about this file is missed; call `end` when done. */
  readonly listen: (id: string) => Ear<S>;
  /** Waits on an ear until the file is as wanted; answers it as it is then, or when the time is over. */
  readonly wait: (id: string, ear: Ear<S>, isThere: IsThere<S>, patience: Patience) => Promise<CaseFile<S> | undefined>;
  /** Looks, and waits until the file is as wanted or the time is over. */
  readonly until: (id: string, isThere: IsThere<S>, patience: Patience) => Promise<CaseFile<S> | undefined>;
  /** Another process wrote this file. */
  readonly wake: (id: string) => void;
  /** Anything may have been missed: all look for themselves. */
  readonly wakeAll: () => void;
  readonly close: () => void;
}

type IsThere<S> = (file: CaseFile<S> | undefined) => boolean;

interface Listener<S> {
  heard: { readonly file: CaseFile<S> | undefined } | undefined;
  wake: (() => void) | undefined;
}

/** Watches the files of one process; `lookMs` says how long one relies on being told of other processes' writes. */
export const createWatch = <S extends JsonObject, C extends Command>(
  files: CaseFiles<S, C>,
  lookMs: () => number,
): Watch<S> => {
  const listeners = new Map<string, Set<Listener<S>>>();
  const now = files.parts.clocks.system;

  const tell = (id: string, file: CaseFile<S> | undefined): void => {
    for (const listener of listeners.get(id) ?? []) {
      // a word without a file asks for a look, and must not be forgotten over one with a file
      listener.heard = listener.heard && !listener.heard.file ? listener.heard : { file };
      listener.wake?.();
    }
  };
  const unsubscribe = files.onSaved(({ id, file }) => {
    if (listeners.has(id)) tell(id, viewOf<S>(file));
  });

  const listen = (id: string): Ear<S> => {
    const own: Listener<S> = { heard: undefined, wake: undefined };
    const set = listeners.get(id) ?? new Set();
    listeners.set(id, set.add(own));
    return {
      next: async (ms, signal) => {
        if (!own.heard && !signal.aborted) await silence(own, ms, signal);
        const heard = own.heard;
        own.heard = undefined;
        return heard?.file;
      },
      end: () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
      },
    };
  };

  const waitOn = async (
    id: string,
    ear: Ear<S>,
    isThere: IsThere<S>,
    { waitMs, signal, file: first }: Patience & { readonly file: CaseFile<S> | undefined },
  ): Promise<CaseFile<S> | undefined> => {
    const giveUpAt = now() + waitMs;
    let file = first;
    while (!isThere(file)) {
      const left = giveUpAt - now();
      if (left <= 0 || signal.aborted) return file;
      const heard = await ear.next(Math.min(lookMs(), left), signal);
      if (signal.aborted) return file;
      const seen = heard ?? (await files.load(id));
      // a look and a word may cross: nobody is shown an older file after a newer one
      if (seen && (!file || seen.version >= file.version)) file = seen;
    }
    return file;
  };

  return {
    listen,
    wait: (id, ear, isThere, { waitMs, signal }) => waitOn(id, ear, isThere, { waitMs, signal, file: undefined }),
    until: async (id, isThere, { waitMs, signal }) => {
      const ear = listen(id); // before looking, or news is missed
      try {
        return await waitOn(id, ear, isThere, { waitMs, signal, file: await files.load(id) });
      } finally {
        ear.end();
      }
    },
    wake: (id) => tell(id, undefined),
    wakeAll: () => {
      for (const id of listeners.keys()) tell(id, undefined);
    },
    close: () => {
      unsubscribe();
      for (const id of listeners.keys()) tell(id, undefined);
    },
  };
};

/** Ends with a word, after `ms`, or with the signal. */
const silence = <S>(listener: Listener<S>, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      listener.wake = undefined;
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    listener.wake = end;
  });

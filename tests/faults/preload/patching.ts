import { registerHooks } from 'node:module';
import type { Patch } from './orders.ts';

/** The source with every patch of its module applied; throws when a text is not there exactly once. */
export const patched = (source: string, patches: readonly Patch[]): string =>
  patches.reduce((text, { module, find, replace }) => {
    const pieces = text.split(find);
    if (pieces.length !== 2)
      throw new Error(`${module} holds ${pieces.length - 1} times what a patch is for: ${JSON.stringify(find)}`);
    return pieces.join(replace);
  }, source);

/** Applies patches to the modules of this process as they are loaded. */
export const patchModules = (patches: readonly Patch[]): void => {
  if (patches.length === 0) return;
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const mine = patches.filter(({ module }) => url.endsWith(`/${module}`));
      if (mine.length === 0 || !loaded.source) return loaded;
      const source =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: patched(source, mine) };
    },
  });
};

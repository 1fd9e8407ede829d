import type { CaseFile } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';

const stored = new WeakMap<object, StoredFile>();

/** A stored file as services read it. */
export const viewOf = <S>(file: StoredFile): CaseFile<S> => {
  const view: CaseFile<S> = {
    id: file._id,
    version: file.version,
    revision: file.revision,
    state: file.state as S,
    history: file.history,
    head: file.head,
    ...(file.beside ? { beside: file.beside } : {}),
  };
  stored.set(view, file);
  return view;
};

/** The stored file behind a view. */
export const storedOf = (view: CaseFile<unknown>): StoredFile | undefined => stored.get(view);

import type { JsonObject } from '@yimen/kernel';
import { type Keyring, open, seal } from '@yimen/personal-data';
import type { Entry } from '../entry.ts';
import type { Draft } from '../history/draft.ts';
import type { StoredFile } from '../store/document.ts';

/** What the case file needs of a keyring. */
export type DataKeys = Pick<Keyring, 'newDataKey' | 'unwrap'>;

/** What a sealed blob is bound to: it opens in its own entry of its own document only. */
export const sealContext = (id: string, n: number): string => `${id}/${n}`;

/** Seals `personal` under the draft's data key, which is made when the document has none yet. */
export const sealerFor = <S>(
  keyring: DataKeys | undefined,
  draft: Draft<S>,
  personal: JsonObject,
): ((n: number) => string) => {
  if (!keyring) throw new TypeError('Personal data needs a keyring.');
  return (n) => {
    const aad = sealContext(draft.id, n);
    if (draft.dataKey) return seal(keyring.unwrap(draft.id, draft.dataKey.wrapped), aad, personal);
    const { key, wrapped } = keyring.newDataKey(draft.id);
    draft.dataKey = { wrapped };
    return seal(key, aad, personal);
  };
};

/** Opens the sealed parts of some entries; where two name the same field, the later one counts. */
export const openSealed = (
  keyring: DataKeys | undefined,
  file: Pick<StoredFile, '_id' | 'dataKey'>,
  entries: readonly Entry[],
): JsonObject => {
  const sealed = entries.filter((entry) => entry.sealed !== undefined);
  if (sealed.length === 0) return {};
  if (!keyring || !file.dataKey)
    throw new TypeError('Sealed entries need the keyring and the data key of their document.');
  const key = keyring.unwrap(file._id, file.dataKey.wrapped);
  return Object.assign({}, ...sealed.map((entry) => open(key, sealContext(file._id, entry.n), entry.sealed ?? '')));
};

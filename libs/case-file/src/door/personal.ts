import type { JsonObject } from '@yimen/kernel';
import type { Entry } from '../entry.ts';
import type { Draft } from '../history/draft.ts';
import type { Keyring } from '../keyring.ts';
import type { StoredFile } from '../store/document.ts';

/** What a sealed blob is bound to: it opens in its own entry of its own document only. */
export const sealContext = (id: string, n: number): string => `${id}/${n}`;

/** Seals `personal` under the draft's data key, which is made when the document has none yet. */
export const sealerFor = <S>(
  keyring: Keyring | undefined,
  draft: Draft<S>,
  personal: JsonObject,
): ((n: number) => string) => {
  if (!keyring) throw new TypeError('Personal data needs a keyring.');
  return (n) => {
    if (draft.dataKey) return keyring.seal(keyring.unwrap(draft.dataKey.wrapped), personal, sealContext(draft.id, n));
    const { key, wrapped } = keyring.newDataKey();
    draft.dataKey = { wrapped };
    return keyring.seal(key, personal, sealContext(draft.id, n));
  };
};

/** Opens the sealed parts of some entries; where two name the same field, the later one counts. */
export const openSealed = (
  keyring: Keyring | undefined,
  file: Pick<StoredFile, '_id' | 'dataKey'>,
  entries: readonly Entry[],
): JsonObject => {
  const sealed = entries.filter((entry) => entry.sealed !== undefined);
  if (sealed.length === 0) return {};
  if (!keyring || !file.dataKey)
    throw new TypeError('Sealed entries need the keyring and the data key of their document.');
  const key = keyring.unwrap(file.dataKey.wrapped);
  return Object.assign(
    {},
    ...sealed.map((entry) => keyring.open(key, entry.sealed ?? '', sealContext(file._id, entry.n))),
  );
};

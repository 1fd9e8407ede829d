import type { JsonObject } from '@yimen/kernel';

/** What the case file needs of a keyring; `@yimen/personal-data` provides it. `K` is an unwrapped key, never stored. */
export interface Keyring<K = unknown> {
  /** A new data key, with its wrapped form for storage. */
  readonly newDataKey: () => { readonly key: K; readonly wrapped: string };
  readonly unwrap: (wrapped: string) => K;
  /** base64url; `context` (document id and entry) is bound to it. */
  readonly seal: (key: K, personal: JsonObject, context: string) => string;
  readonly open: (key: K, sealed: string, context: string) => JsonObject;
}

import type { Clocks, JsonObject } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import type { Forgotten } from '../history/draft.ts';
import type { InboxCallbacks } from '../inbox/delivery.ts';
import type { Limits } from '../limits.ts';
import type { StoredFile } from '../store/document.ts';
import type { Commit } from '../store/group-commit.ts';
import type { CaseStore } from '../store/port.ts';
import type { FileCache } from './cache.ts';
import type { DataKeys } from './personal.ts';
import type { Published } from './published.ts';
import type { Serial } from './serial.ts';

/** Told after each won write, in this process only. */
export type SavedListener = (saved: Saved) => void;

/** A won write. */
export interface Saved {
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  /** The entries of this write; empty when a message meant nothing. */
  readonly entries: readonly Entry[];
  /** The document as it stands after the write. */
  readonly file: StoredFile;
}

/** What the door, the inbox and the relay of one process share. */
export interface DoorParts<S extends JsonObject, C extends Command> {
  readonly aggregate: Aggregate<S, C>;
  readonly store: CaseStore;
  readonly keyring?: DataKeys;
  readonly inbox?: InboxCallbacks<C>;
  readonly nonces: () => string;
  readonly restores?: Forgotten;
  readonly clocks: Clocks;
  readonly limits: Limits;
  readonly load: (id: string) => Promise<StoredFile | undefined>;
  readonly commit: Commit;
  readonly cache: FileCache;
  readonly published: Published;
  readonly serial: Serial;
  readonly saved: (saved: Saved) => void;
  readonly pause: (ms: number) => Promise<void>;
  /** Told of what went wrong in the background; never personal data. */
  readonly onFault: (fault: unknown) => void;
}

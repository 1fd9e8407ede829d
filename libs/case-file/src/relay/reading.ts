import type { JsonObject } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CaseFiles } from '../door/case-files.ts';
import { viewOf } from '../door/view.ts';
import type { Entry, NumberedAddress } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';
import { refuseNewer, upcastEntry, upcastFile } from '../versions/upcast.ts';
import type { RelayLimits } from './limits.ts';
import { messagesOf, type OutgoingEvent, type Rendering } from './message.ts';

/** Reads from files what there is to be told. */
export interface Reading {
  /** The contiguous range of the file, as it was read, that is not known to be published. */
  readonly waiting: (file: StoredFile) => Promise<readonly OutgoingEvent[]>;
  /** What one target was told, from a number on. */
  readonly again: (id: string, target: string, fromSequence: number) => Promise<readonly OutgoingEvent[]>;
}

/** Reads and renders; throws a fault when a message is larger than any topic takes. */
export const createReading = <S extends JsonObject, C extends Command>(
  files: CaseFiles<S, C>,
  rendering: Rendering<S>,
  limits: RelayLimits,
): Reading => {
  const { store, published } = files.parts;

  const entriesFrom = async (file: StoredFile, from: number): Promise<readonly Entry[]> => {
    const near = file.history[0];
    if (!near || near.n <= from) return file.history.filter(({ n }) => n >= from);
    return (await store.history(file._id, from)).filter(({ n }) => n <= file.head.n);
  };

  const render = async (
    file: StoredFile,
    entries: readonly Entry[],
    only?: (address: NumberedAddress) => boolean,
  ): Promise<readonly OutgoingEvent[]> => {
    refuseNewer(files.aggregate, file);
    const view = viewOf<S>(upcastFile(files.aggregate, file));
    const opened = new Map<number | undefined, Promise<JsonObject>>();
    const reveal = (n?: number): Promise<JsonObject> => {
      const known = opened.get(n) ?? files.reveal(view, n);
      opened.set(n, known);
      return known;
    };
    const present = entries.map((entry) => upcastEntry(files.aggregate, entry));
    const messages = await messagesOf(rendering, view, present, reveal, only);
    const large = messages.find(({ value }) => Buffer.byteLength(value) > limits.messageLimitBytes);
    if (large)
      throw new Error(`A message of ${file._id} to ${large.topic} is larger than ${limits.messageLimitBytes} bytes.`);
    return messages;
  };

  return {
    waiting: async (file) => {
      const from = Math.max(file.relayed, published.get(file._id)) + 1;
      return render(file, await entriesFrom(file, from));
    },
    again: async (id, target, fromSequence) => {
      const [file] = await store.load([id]);
      if (!file) return [];
      const asked = (address: NumberedAddress): boolean =>
        address.target === target && address.sequence >= fromSequence;
      const entries = (await store.history(id)).filter(({ out }) => out?.some(asked));
      return render(file, entries.slice(0, limits.rewindLimit), asked);
    },
  };
};

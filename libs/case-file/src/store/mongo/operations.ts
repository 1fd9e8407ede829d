import type { BulkUpdate, UpdateFilter } from '@yimen/store';
import type { UpdateOperation } from '../port.ts';
import { entryText, type FileDocument } from './codec.ts';

/** A conditional write as the server takes it. */
export const updateFor = (operation: UpdateOperation): BulkUpdate<FileDocument> => ({
  filter: { _id: operation.id, version: operation.version },
  update: updateOf(operation),
});

const updateOf = ({ set, unset, push, texts, addBytes, relayed }: UpdateOperation): UpdateFilter<FileDocument> => ({
  $set: { ...set, state: texts.state },
  ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, true as const])) } : {}),
  ...(push.length > 0
    ? {
        $push: { history: { $each: push.map((entry, i) => entryText(entry, texts.entries[i])) } },
        $inc: { bytes: addBytes },
      }
    : {}),
  ...(relayed === undefined ? {} : { $max: { relayed } }),
});

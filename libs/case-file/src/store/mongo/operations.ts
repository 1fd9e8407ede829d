import type { BulkUpdate, UpdateFilter } from '@yimen/store';
import type { StoredFile } from '../document.ts';
import type { UpdateOperation } from '../port.ts';

/** A conditional write as the server takes it. */
export const updateFor = (operation: UpdateOperation): BulkUpdate<StoredFile> => ({
  filter: { _id: operation.id, version: operation.version },
  update: updateOf(operation),
});

const updateOf = ({ set, unset, push, addBytes, relayed }: UpdateOperation): UpdateFilter<StoredFile> => ({
  $set: set,
  ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, true as const])) } : {}),
  ...(push.length > 0 ? { $push: { history: { $each: [...push] } }, $inc: { bytes: addBytes } } : {}),
  ...(relayed === undefined ? {} : { $max: { relayed } }),
});
